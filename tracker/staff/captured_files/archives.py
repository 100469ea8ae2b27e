"""Validates a zip file before anything is unpacked (size, ratio, paths)."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_PARTS = 2_000
LARGEST_PART = 60 * 2**20
LARGEST_WHOLE = 120 * 2**20
# Text packs to a twentieth; what packs to less was made to fill our memory.
MOST_RATIO = 120
SMALL = 2**20  # a short part of one sign over and over is no danger, however well it packs


class BadArchive(Exception):
    """The zip is broken, or would unpack to more than any honest one; the message says which."""


def checked_archive(content: bytes) -> ZipFile:
    """The zip, opened, of which nothing is unpacked yet. Raises BadArchive.

    The sizes are those that the zip declares; Python stops unpacking a part at its declared size,
    so one that lies is cut short and fails its checksum.
    """
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise BadArchive("The file is broken: it cannot be opened as a zip.") from error
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise BadArchive(f"The file has {len(parts):,} parts inside; at most {MOST_PARTS:,}.")
    if len({part.filename for part in parts}) < len(parts):
        raise BadArchive("The file has two parts of the same name inside.")
    for part in parts:
        if part.flag_bits & 1:
            raise BadArchive("The file is locked with a password.")
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > LARGEST_PART or (part.file_size > SMALL and ratio > MOST_RATIO):
            raise BadArchive("The file would unpack to more than an honest one: it is refused.")
    if sum(part.file_size for part in parts) > LARGEST_WHOLE:
        raise BadArchive("The file would unpack to more than 120 MB: it is refused.")
    return archive
