"""Private file storage with opaque names, outside any web root."""

import os
from pathlib import Path

from django.conf import settings


def folder_of(row) -> Path:
    """Captured documents lie where only the desk reads; copies where the public service does."""
    name = "FILES_DIR" if row._meta.model_name == "sourcefile" else "COPIES_DIR"
    return Path(getattr(settings, name))


def path_of(row) -> Path:
    return folder_of(row) / row.slug


def write_file(row, content: bytes) -> None:
    """Write the bytes so that they are there whole or not at all, also when the power goes."""
    path = path_of(row)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with partial.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.chmod(0o400)
    partial.rename(path)
