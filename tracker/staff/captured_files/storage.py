"""Private file storage with opaque names, outside any web root."""

import os
from pathlib import Path

from django.conf import settings


def storage_directory(row) -> Path:
    """FILES_DIR, readable by the staff service only, or COPIES_DIR, also by the public service."""
    name = "FILES_DIR" if row._meta.model_name == "sourcefile" else "COPIES_DIR"
    return Path(getattr(settings, name))


def stored_file_path(row) -> Path:
    return storage_directory(row) / row.slug


def write_file(row, content: bytes) -> None:
    """Write the file atomically: to a temporary file, then fsync and rename."""
    path = stored_file_path(row)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.chmod(0o400)
    temporary.rename(path)
