"""Recomputes the SHA-256 digests of captured files."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.models import SourceCopy, SourceFile

from . import storage


@dataclass(frozen=True)
class FileProblem:
    """A file that is missing, changed, or nobody's."""

    what: str
    path: str


def verify() -> Iterator[FileProblem]:
    """Reads every file. Folders first: what is captured meanwhile is not taken for an orphan."""
    for model in (SourceFile, SourceCopy):
        folder = storage.folder_of(model)
        lying = {path.name for path in folder.iterdir()} if folder.exists() else set()
        known = set()
        for row in model.objects.order_by("pk").iterator():
            known.add(row.slug)
            path = storage.path_of(row)
            if not path.exists():
                yield FileProblem("missing", str(path))
            elif digest(path) != row.sha256:
                yield FileProblem("changed", str(path))
        yield from (FileProblem("orphaned", str(folder / name)) for name in sorted(lying - known))


def digest(path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
