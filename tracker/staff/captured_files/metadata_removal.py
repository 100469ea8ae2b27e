"""Removes author, device and location metadata from PDF, images and office files.

An image is re-encoded from its pixels. A PDF loses its metadata objects, attachments and scripts.
An Office document loses its properties, the names of authors and commenters, and the metadata of
its images.
"""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
from PIL import Image, ImageOps

from tracker.enums import MediaType
from tracker.staff.captured_files.archives import open_checked_archive

from .media_types import IMAGE_TYPES, RejectedFile, detect_media_type

STRIPPABLE_TYPES = (MediaType.PDF, *IMAGE_TYPES, MediaType.DOCX, MediaType.XLSX, MediaType.TEXT)
# Keys that hold metadata in any PDF object.
PDF_METADATA_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/AF")
# XML attributes of Office documents that hold names of people and times.
OFFICE_AUTHOR_ATTRIBUTES = re.compile(
    rb"((?:w|w14|w15|w16du|x15|p15|xr|)(?::|\b)"
    rb"(?:author|initials|date|dateUtc|userId|providerId|lastModifiedBy|displayName|userName|dT)"
    rb')="[^"]*"'
)
OFFICE_AUTHOR_ELEMENTS = re.compile(rb"<author>[^<]*</author>")
OFFICE_METADATA_PARTS = re.compile(
    r"^(docProps/|.*/people\.xml$|.*/persons/|.*/printerSettings|customXml/)"
)
THUMBNAIL_PART = re.compile(r"thumbnail", re.IGNORECASE)
IMAGE_PART = re.compile(r"\.(png|jpe?g|webp|gif)$", re.IGNORECASE)
EMPTY_OFFICE_PARTS = {
    "docProps/core.xml": b'<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.'
    b'openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.'
    b'org/officeDocument/2006/custom-properties"/>',
}


class MetadataNotRemovable(Exception):
    """The metadata cannot be removed from this file; the message says why."""


def strip_metadata(content: bytes, kind: MediaType) -> bytes:
    """The same document without its metadata. Raises MetadataNotRemovable."""
    if kind not in STRIPPABLE_TYPES:
        raise MetadataNotRemovable(
            "Of such a file no public copy is made: it is about who wrote to whom."
        )
    try:
        if kind == MediaType.PDF:
            return strip_pdf(content)
        if kind in IMAGE_TYPES:
            return strip_image(content)
        if kind == MediaType.TEXT:
            return content
        return strip_office_document(content)
    except (pikepdf.PdfError, OSError, ValueError, RejectedFile) as error:
        raise MetadataNotRemovable(f"The file is broken or locked: {error}") from error


def strip_image(content: bytes) -> bytes:
    """The first frame, re-encoded after applying the EXIF orientation."""
    with Image.open(BytesIO(content)) as image:
        image_format = image.format
        rotated = ImageOps.exif_transpose(image)
        rotated.load()
        bare = rotated.convert(rotated.mode)
        bare.info = {name: rotated.info[name] for name in ("transparency",) if name in rotated.info}
        output = BytesIO()
        quality = {"quality": 95} if image_format in ("JPEG", "WEBP") else {}
        bare.save(output, image_format, **quality)
    return output.getvalue()


def strip_pdf(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for name in ("/EmbeddedFiles", "/JavaScript"):
            if "/Names" in pdf.Root and name in pdf.Root.Names:
                del pdf.Root.Names[name]
        for pdf_object in pdf.objects:
            if isinstance(pdf_object, pikepdf.Dictionary | pikepdf.Stream):
                strip_pdf_object(pdf_object)
        pdf.remove_unreferenced_resources()
        output = BytesIO()
        # Rewrites the file from referenced objects only, so deleted objects do not stay in it.
        pdf.save(
            output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return output.getvalue()


def strip_pdf_object(pdf_object) -> None:
    for name in PDF_METADATA_KEYS:
        if name in pdf_object:
            del pdf_object[name]
    if pdf_object.get("/Type") == "/Annot" or "/Subtype" in pdf_object and "/Rect" in pdf_object:
        for name in ("/T", "/M", "/CreationDate", "/NM"):  # author and times of a comment
            if name in pdf_object and "/FT" not in pdf_object:
                del pdf_object[name]
    if isinstance(pdf_object, pikepdf.Stream) and pdf_object.get("/Filter") == "/DCTDecode":
        jpeg = strip_jpeg_segments(pdf_object.read_raw_bytes())
        pdf_object.write(jpeg, filter=pikepdf.Name.DCTDecode)


def strip_jpeg_segments(jpeg: bytes) -> bytes:
    """A JPEG without its metadata segments (EXIF, XMP, comments); the image data is unchanged."""
    segments, offset = [jpeg[:2]], 2
    while offset + 4 <= len(jpeg) and jpeg[offset] == 0xFF and jpeg[offset + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[offset + 2 : offset + 4], "big")
        marker = jpeg[offset + 1]
        # 0xEE (APP14) is needed to decode the colours. The other APPn segments from 0xE1 and the
        # comment 0xFE hold metadata.
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            segments.append(jpeg[offset : offset + length])
        offset += length
    return b"".join([*segments, jpeg[offset:]])


def strip_office_document(content: bytes) -> bytes:
    archive, output = open_checked_archive(content), BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as stripped_archive:
        for part in archive.infolist():
            part_content = strip_office_part(part.filename, archive.read(part))
            if part_content is not None:
                stripped_archive.writestr(ZipInfo(part.filename), part_content, ZIP_DEFLATED)
    return output.getvalue()


def strip_office_part(name: str, content: bytes) -> bytes | None:
    """One part of an Office document without metadata; None if the whole part is dropped."""
    if name in EMPTY_OFFICE_PARTS:
        return EMPTY_OFFICE_PARTS[name]
    if IMAGE_PART.search(name):
        detect_media_type(content)  # rejects image bombs and files that are no image
        return strip_image(content)
    if THUMBNAIL_PART.search(name) or (
        OFFICE_METADATA_PARTS.match(name) and not name.endswith((".xml", ".rels"))
    ):
        return b""
    if name.endswith((".xml", ".rels")):
        if name.endswith("people.xml") or "/persons/" in name:
            content = re.sub(rb">[^<]+<", b"><", content)
        content = OFFICE_AUTHOR_ATTRIBUTES.sub(rb'\1=""', content)
        return OFFICE_AUTHOR_ELEMENTS.sub(b"<author></author>", content)
    return content
