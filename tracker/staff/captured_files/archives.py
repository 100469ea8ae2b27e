"""Validates a zip file before anything is unpacked (number of parts, size, compression ratio)."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

MAX_ARCHIVE_PARTS = 2_000
MAX_PART_BYTES = 60 * 2**20
MAX_UNPACKED_BYTES = 120 * 2**20
# Text compresses about 20:1. A much higher ratio indicates a zip bomb.
MAX_COMPRESSION_RATIO = 120
# The ratio of smaller parts is not checked, as they cannot fill the memory.
RATIO_EXEMPT_BYTES = 2**20


class BadArchive(Exception):
    """The zip is broken, encrypted or too large when unpacked; the message says which."""


def open_checked_archive(content: bytes) -> ZipFile:
    """Open a zip without unpacking anything. Raises BadArchive.

    Checks the declared sizes. Python stops unpacking a part at its declared size, so a part that
    is larger than declared is truncated and fails its checksum.
    """
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise BadArchive("The file is broken: it cannot be opened as a zip.") from error
    parts = archive.infolist()
    if len(parts) > MAX_ARCHIVE_PARTS:
        raise BadArchive(
            f"The file has {len(parts):,} parts inside; at most {MAX_ARCHIVE_PARTS:,}."
        )
    if len({part.filename for part in parts}) < len(parts):
        raise BadArchive("The file has two parts of the same name inside.")
    for part in parts:
        if part.flag_bits & 1:
            raise BadArchive("The file is locked with a password.")
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > MAX_PART_BYTES or (
            part.file_size > RATIO_EXEMPT_BYTES and ratio > MAX_COMPRESSION_RATIO
        ):
            raise BadArchive("The file would unpack to more than an honest one: it is refused.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise BadArchive("The file would unpack to more than 120 MB: it is refused.")
    return archive
