"""Store a captured document; publish or remove its public copy."""

import hashlib

from django.db import IntegrityError, transaction

from tracker.models import Source, SourceCopy, SourceFile

from . import storage
from .media_types import RejectedFile, detect_media_type
from .metadata_removal import strip_metadata


def capture_file(*, source: Source, content: bytes, name: str, by) -> SourceFile:
    """Store a document with its SHA-256 digest and the time.

    Raises RejectedFile, also if the source has a file with the same digest.
    """
    file = SourceFile(
        source=source,
        original_name=name[-255:],
        media_type=detect_media_type(content),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        captured_by=by,
    )
    try:
        with transaction.atomic():
            file.save()
            storage.write_file(file, content)
    except IntegrityError as error:
        raise RejectedFile("This source has the file already.") from error
    return file


def publish_copy(*, file: SourceFile) -> SourceCopy:
    """Publish the document without its metadata; public while its source is public.

    Replaces an earlier copy of the source. Raises MetadataNotRemovable.
    """
    content = strip_metadata(storage.stored_file_path(file).read_bytes(), file.media_type)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=file.source_id)
        delete_copy(source=file.source)
        copy = SourceCopy(
            source=file.source,
            media_type=file.media_type,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        copy.save()
        storage.write_file(copy, content)
    return copy


def delete_copy(*, source: Source) -> None:
    """Delete the public copy of the source; its file is deleted when the transaction commits."""
    for copy in SourceCopy.objects.filter(source=source):
        path = storage.stored_file_path(copy)
        copy.delete()
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))
