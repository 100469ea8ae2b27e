"""Detects the media type from the bytes; rejects what is not on the list."""

import re
from io import BytesIO

import puremagic
from PIL import Image, UnidentifiedImageError

from tracker.enums import MediaType
from tracker.staff.captured_files.archives import BadArchive, checked_archive

LARGEST = 40 * 2**20
MOST_PIXELS = 120_000_000
MIME = {
    MediaType.PDF: "application/pdf",
    MediaType.PNG: "image/png",
    MediaType.JPEG: "image/jpeg",
    MediaType.WEBP: "image/webp",
    MediaType.GIF: "image/gif",
    MediaType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    MediaType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MediaType.TEXT: "text/plain; charset=utf-8",
    MediaType.EMAIL: "message/rfc822",
}
PICTURES = (MediaType.PNG, MediaType.JPEG, MediaType.WEBP, MediaType.GIF)
BY_MAGIC = {MIME[kind]: kind for kind in (MediaType.PDF, *PICTURES)}
OFFICE = {"word/document.xml": MediaType.DOCX, "xl/workbook.xml": MediaType.XLSX}
# A message begins with lines such as these; nothing else does.
MAIL = re.compile(rb"\A(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
MAIL_NAMES = (b"from:", b"received:", b"return-path:", b"delivered-to:")


class BadFile(Exception):
    """The file is not taken; the message says why."""


def media_type_of(content: bytes) -> MediaType:
    """Raises BadFile for what is too large, of no kind on the list, or made to do harm."""
    if not content:
        raise BadFile("The file is empty.")
    if len(content) > LARGEST:
        raise BadFile("The file is larger than 40 MB.")
    if content.startswith(b"PK"):
        return office_type_of(content)
    kind = by_magic(content) or text_type_of(content)
    if kind in PICTURES:
        check_picture(content)
    return kind


def by_magic(content: bytes) -> MediaType | None:
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return None
    known = (BY_MAGIC.get(match.mime_type) for match in found)
    return next((kind for kind in known if kind), None)


def office_type_of(content: bytes) -> MediaType:
    try:
        names = checked_archive(content).namelist()
    except BadArchive as error:
        raise BadFile(str(error)) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile("The document holds macros: save it without them.")
    kind = next((kind for name, kind in OFFICE.items() if name in names), None)
    if kind is None:
        raise BadFile("An archive is not taken: unpack it, and send the documents one by one.")
    return kind


def text_type_of(content: bytes) -> MediaType:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadFile(f"Not taken: send one of {', '.join(MediaType.labels)} (text as UTF-8).")
    begin = content[:2000].lower()
    is_mail = MAIL.match(content[:20_000]) and any(name in begin for name in MAIL_NAMES)
    return MediaType.EMAIL if is_mail else MediaType.TEXT


def check_picture(content: bytes) -> None:
    """Its head says how large it is: nothing is unpacked."""
    try:
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadFile("The picture is broken.") from error
    except Image.DecompressionBombError as error:
        raise BadFile("The picture has too many pixels.") from error
    if width * height > MOST_PIXELS:
        raise BadFile("The picture has too many pixels.")
