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
from tracker.staff.captured_files.archives import checked_archive

from .media_types import PICTURES, BadFile, media_type_of

CAN_BE_STRIPPED = (MediaType.PDF, *PICTURES, MediaType.DOCX, MediaType.XLSX, MediaType.TEXT)
# Keys that hold metadata in any PDF object.
ABOUT = ("/Metadata", "/PieceInfo", "/LastModified", "/AF")
# XML attributes of Office documents that hold names of people and times.
SAID = re.compile(
    rb"((?:w|w14|w15|w16du|x15|p15|xr|)(?::|\b)"
    rb"(?:author|initials|date|dateUtc|userId|providerId|lastModifiedBy|displayName|userName|dT)"
    rb')="[^"]*"'
)
AUTHORS = re.compile(rb"<author>[^<]*</author>")
PROPERTIES = re.compile(r"^(docProps/|.*/people\.xml$|.*/persons/|.*/printerSettings|customXml/)")
THUMBNAIL = re.compile(r"thumbnail", re.IGNORECASE)
PICTURE = re.compile(r"\.(png|jpe?g|webp|gif)$", re.IGNORECASE)
EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.'
    b'openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.'
    b'org/officeDocument/2006/custom-properties"/>',
}


class NotStripped(Exception):
    """The metadata cannot be removed from this file; the message says why."""


def stripped(content: bytes, kind: MediaType) -> bytes:
    """The same document without its metadata. Raises MetadataNotRemovable."""
    if kind not in CAN_BE_STRIPPED:
        raise NotStripped("Of such a file no public copy is made: it is about who wrote to whom.")
    try:
        if kind == MediaType.PDF:
            return stripped_pdf(content)
        if kind in PICTURES:
            return stripped_picture(content)
        if kind == MediaType.TEXT:
            return content
        return stripped_office(content)
    except (pikepdf.PdfError, OSError, ValueError, BadFile) as error:
        raise NotStripped(f"The file is broken or locked: {error}") from error


def stripped_picture(content: bytes) -> bytes:
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


def stripped_pdf(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for name in ("/EmbeddedFiles", "/JavaScript"):
            if "/Names" in pdf.Root and name in pdf.Root.Names:
                del pdf.Root.Names[name]
        for pdf_object in pdf.objects:
            if isinstance(pdf_object, pikepdf.Dictionary | pikepdf.Stream):
                strip_object(pdf_object)
        pdf.remove_unreferenced_resources()
        output = BytesIO()
        # Rewrites the file from referenced objects only, so deleted objects do not stay in it.
        pdf.save(
            output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return output.getvalue()


def strip_object(pdf_object) -> None:
    for name in ABOUT:
        if name in pdf_object:
            del pdf_object[name]
    if pdf_object.get("/Type") == "/Annot" or "/Subtype" in pdf_object and "/Rect" in pdf_object:
        for name in ("/T", "/M", "/CreationDate", "/NM"):  # author and times of a comment
            if name in pdf_object and "/FT" not in pdf_object:
                del pdf_object[name]
    if isinstance(pdf_object, pikepdf.Stream) and pdf_object.get("/Filter") == "/DCTDecode":
        jpeg = without_segments(pdf_object.read_raw_bytes())
        pdf_object.write(jpeg, filter=pikepdf.Name.DCTDecode)


def without_segments(jpeg: bytes) -> bytes:
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


def stripped_office(content: bytes) -> bytes:
    archive, output = checked_archive(content), BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as stripped_archive:
        for part in archive.infolist():
            part_content = stripped_part(part.filename, archive.read(part))
            if part_content is not None:
                stripped_archive.writestr(ZipInfo(part.filename), part_content, ZIP_DEFLATED)
    return output.getvalue()


def stripped_part(name: str, content: bytes) -> bytes | None:
    """One part of an Office document without metadata; None if the whole part is dropped."""
    if name in EMPTY:
        return EMPTY[name]
    if PICTURE.search(name):
        media_type_of(content)  # rejects image bombs and files that are no image
        return stripped_picture(content)
    if THUMBNAIL.search(name) or (PROPERTIES.match(name) and not name.endswith((".xml", ".rels"))):
        return b""
    if name.endswith((".xml", ".rels")):
        if name.endswith("people.xml") or "/persons/" in name:
            content = re.sub(rb">[^<]+<", b"><", content)
        content = SAID.sub(rb'\1=""', content)
        return AUTHORS.sub(b"<author></author>", content)
    return content
