"""Removes author, device and location metadata from PDF, images and office files.

A picture is made anew from its pixels; a PDF loses every part that is about it; an Office document
its properties, the names of those who wrote and commented, and the data inside its pictures.
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
# Keys under which any object of a PDF may say something of its making.
ABOUT = ("/Metadata", "/PieceInfo", "/LastModified", "/AF")
# Names of people and moments in the XML of Office.
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
    """The metadata cannot be taken out of such a file; the message says why."""


def stripped(content: bytes, kind: MediaType) -> bytes:
    """The same document without its metadata. Raises NotStripped."""
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
    """The first frame, turned as it was meant to be seen."""
    with Image.open(BytesIO(content)) as picture:
        kept = picture.format
        turned = ImageOps.exif_transpose(picture)
        turned.load()
        bare = turned.convert(turned.mode)
        bare.info = {name: turned.info[name] for name in ("transparency",) if name in turned.info}
        anew = BytesIO()
        quality = {"quality": 95} if kept in ("JPEG", "WEBP") else {}
        bare.save(anew, kept, **quality)
    return anew.getvalue()


def stripped_pdf(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for name in ("/EmbeddedFiles", "/JavaScript"):
            if "/Names" in pdf.Root and name in pdf.Root.Names:
                del pdf.Root.Names[name]
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                strip_object(item)
        pdf.remove_unreferenced_resources()
        anew = BytesIO()
        # Made anew from what is referred to: what was deleted is not left lying in the file.
        pdf.save(anew, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return anew.getvalue()


def strip_object(item) -> None:
    for name in ABOUT:
        if name in item:
            del item[name]
    if item.get("/Type") == "/Annot" or "/Subtype" in item and "/Rect" in item:
        for name in ("/T", "/M", "/CreationDate", "/NM"):  # who commented, and when
            if name in item and "/FT" not in item:
                del item[name]
    if isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/DCTDecode":
        item.write(without_segments(item.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without what cameras and programs note in it; the picture itself untouched."""
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        marker = jpeg[place + 1]
        # 0xEE says how the colours are meant; the others from 0xE1 on, and comments, are notes.
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(jpeg[place : place + length])
        place += length
    return b"".join([*kept, jpeg[place:]])


def stripped_office(content: bytes) -> bytes:
    archive, anew = checked_archive(content), BytesIO()
    with ZipFile(anew, "w", ZIP_DEFLATED) as written:
        for part in archive.infolist():
            inside = stripped_part(part.filename, archive.read(part))
            if inside is not None:
                written.writestr(ZipInfo(part.filename), inside, ZIP_DEFLATED)
    return anew.getvalue()


def stripped_part(name: str, inside: bytes) -> bytes | None:
    """A part of an Office document; None where nothing of it may stay."""
    if name in EMPTY:
        return EMPTY[name]
    if PICTURE.search(name):
        media_type_of(inside)  # a bomb, or no picture at all
        return stripped_picture(inside)
    if THUMBNAIL.search(name) or (PROPERTIES.match(name) and not name.endswith((".xml", ".rels"))):
        return b""
    if name.endswith((".xml", ".rels")):
        if name.endswith("people.xml") or "/persons/" in name:
            inside = re.sub(rb">[^<]+<", b"><", inside)
        inside = SAID.sub(rb'\1=""', inside)
        return AUTHORS.sub(b"<author></author>", inside)
    return inside
