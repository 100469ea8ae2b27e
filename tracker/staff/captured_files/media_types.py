"""Detects the media type from the bytes; rejects what is not on the list."""

import re
from io import BytesIO

import puremagic
from PIL import Image, UnidentifiedImageError

from tracker.enums import MediaType
from tracker.staff.captured_files.archives import BadArchive, open_checked_archive

MAX_FILE_BYTES = 40 * 2**20
MAX_PIXELS = 120_000_000
MIME_TYPES = {
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
IMAGE_TYPES = (MediaType.PNG, MediaType.JPEG, MediaType.WEBP, MediaType.GIF)
MEDIA_TYPES_BY_MIME = {
    MIME_TYPES[media_type]: media_type for media_type in (MediaType.PDF, *IMAGE_TYPES)
}
OFFICE_TYPES_BY_PART = {"word/document.xml": MediaType.DOCX, "xl/workbook.xml": MediaType.XLSX}
# An e-mail begins with three or more header lines; plain text does not.
EMAIL_HEADERS = re.compile(rb"\A(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
EMAIL_HEADER_NAMES = (b"from:", b"received:", b"return-path:", b"delivered-to:")


class RejectedFile(Exception):
    """The file is not accepted; the message says why."""


def detect_media_type(content: bytes) -> MediaType:
    """The media type by content. Raises RejectedFile if too large, not on the list or malicious."""
    if not content:
        raise RejectedFile("The file is empty.")
    if len(content) > MAX_FILE_BYTES:
        raise RejectedFile("The file is larger than 40 MB.")
    if content.startswith(b"PK"):
        return detect_office_type(content)
    media_type = detect_binary_type(content) or detect_text_type(content)
    if media_type in IMAGE_TYPES:
        check_image_size(content)
    return media_type


def detect_binary_type(content: bytes) -> MediaType | None:
    try:
        matches = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return None
    media_types = (MEDIA_TYPES_BY_MIME.get(match.mime_type) for match in matches)
    return next((media_type for media_type in media_types if media_type), None)


def detect_office_type(content: bytes) -> MediaType:
    try:
        names = open_checked_archive(content).namelist()
    except BadArchive as error:
        raise RejectedFile(str(error)) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RejectedFile("The document holds macros: save it without them.")
    media_type = next((kind for name, kind in OFFICE_TYPES_BY_PART.items() if name in names), None)
    if media_type is None:
        raise RejectedFile("An archive is not taken: unpack it, and send the documents one by one.")
    return media_type


def detect_text_type(content: bytes) -> MediaType:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise RejectedFile(f"Not taken: send one of {', '.join(MediaType.labels)} (text as UTF-8).")
    beginning = content[:2000].lower()
    is_mail = EMAIL_HEADERS.match(content[:20_000]) and any(
        name in beginning for name in EMAIL_HEADER_NAMES
    )
    return MediaType.EMAIL if is_mail else MediaType.TEXT


def check_image_size(content: bytes) -> None:
    """Check the size stated in the image header, without decoding the pixels."""
    try:
        with Image.open(BytesIO(content)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise RejectedFile("The picture is broken.") from error
    except Image.DecompressionBombError as error:
        raise RejectedFile("The picture has too many pixels.") from error
    if width * height > MAX_PIXELS:
        raise RejectedFile("The picture has too many pixels.")
