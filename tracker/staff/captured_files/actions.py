"""Capture a document; publish or remove a copy."""

import hashlib

from django.db import IntegrityError, transaction

from tracker.models import Source, SourceCopy, SourceFile

from . import storage
from .media_types import BadFile, media_type_of
from .metadata_removal import stripped


class Duplicate(BadFile):
    """The source has this very file already."""


def capture(*, source: Source, content: bytes, name: str, by) -> SourceFile:
    """Keep a document with its digest and the moment. Raises BadFile."""
    file = SourceFile(
        source=source,
        original_name=name[-255:],
        media_type=media_type_of(content),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        captured_by=by,
    )
    try:
        with transaction.atomic():
            file.save()
            storage.write_file(file, content)
    except IntegrityError as error:
        raise Duplicate("This source has the file already.") from error
    return file


def make_copy(*, file: SourceFile, by) -> SourceCopy:
    """Let the public have the document, without its metadata, as long as its source is public.

    Takes the place of the copy there was. Raises NotStripped.
    """
    content = stripped(storage.path_of(file).read_bytes(), file.media_type)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=file.source_id)
        remove_copy(source=file.source, by=by)
        copy = SourceCopy(
            source=file.source,
            media_type=file.media_type,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        copy.save()
        storage.write_file(copy, content)
    return copy


def remove_copy(*, source: Source, by) -> None:
    """Take the public copy back. Its bytes go when that is certain."""
    for copy in SourceCopy.objects.filter(source=source):
        path = storage.path_of(copy)
        copy.delete()
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))
