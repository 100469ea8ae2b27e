"""Recomputes the SHA-256 digests of captured files."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from tracker.models import SourceCopy, SourceFile

from . import storage


def verify_stored_files() -> Iterator[tuple[str, Path]]:
    """("missing", "changed" or "orphaned", path) of every file that does not match its row.

    Lists the folder before it reads the rows, so a file captured meanwhile is not reported as an
    orphan.
    """
    for model in (SourceFile, SourceCopy):
        folder = storage.storage_directory(model)
        stored_names = {path.name for path in folder.iterdir()} if folder.exists() else set()
        known_names = set()
        for row in model.objects.order_by("pk").iterator():
            known_names.add(row.slug)
            path = storage.stored_file_path(row)
            if not path.exists():
                yield "missing", path
            elif file_sha256(path) != row.sha256:
                yield "changed", path
        yield from (("orphaned", folder / name) for name in sorted(stored_names - known_names))


def file_sha256(path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
