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
BY_MAGIC = {MIME[media_type]: media_type for media_type in (MediaType.PDF, *PICTURES)}
OFFICE = {"word/document.xml": MediaType.DOCX, "xl/workbook.xml": MediaType.XLSX}
# An e-mail begins with three or more header lines; plain text does not.
MAIL = re.compile(rb"\A(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
MAIL_NAMES = (b"from:", b"received:", b"return-path:", b"delivered-to:")


class BadFile(Exception):
    """The file is not accepted; the message says why."""


def media_type_of(content: bytes) -> MediaType:
    """The media type by content. Raises RejectedFile if too large, not on the list or malicious."""
    if not content:
        raise BadFile("The file is empty.")
    if len(content) > LARGEST:
        raise BadFile("The file is larger than 40 MB.")
    if content.startswith(b"PK"):
        return office_type_of(content)
    media_type = by_magic(content) or text_type_of(content)
    if media_type in PICTURES:
        check_picture(content)
    return media_type


def by_magic(content: bytes) -> MediaType | None:
    try:
        matches = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return None
    media_types = (BY_MAGIC.get(match.mime_type) for match in matches)
    return next((media_type for media_type in media_types if media_type), None)


def office_type_of(content: bytes) -> MediaType:
    try:
        names = checked_archive(content).namelist()
    except BadArchive as error:
        raise BadFile(str(error)) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile("The document holds macros: save it without them.")
    media_type = next((kind for name, kind in OFFICE.items() if name in names), None)
    if media_type is None:
        raise BadFile("An archive is not taken: unpack it, and send the documents one by one.")
    return media_type


def text_type_of(content: bytes) -> MediaType:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadFile(f"Not taken: send one of {', '.join(MediaType.labels)} (text as UTF-8).")
    beginning = content[:2000].lower()
    is_mail = MAIL.match(content[:20_000]) and any(name in beginning for name in MAIL_NAMES)
    return MediaType.EMAIL if is_mail else MediaType.TEXT


def check_picture(content: bytes) -> None:
    """Check the size stated in the image header, without decoding the pixels."""
    try:
        with Image.open(BytesIO(content)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadFile("The picture is broken.") from error
    except Image.DecompressionBombError as error:
        raise BadFile("The picture has too many pixels.") from error
    if width * height > MOST_PIXELS:
        raise BadFile("The picture has too many pixels.")
