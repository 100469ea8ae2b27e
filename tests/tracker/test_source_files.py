"""Captured files: accepted types, permissions, public copies without metadata, verification."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image, PngImagePlugin

from tests import factories as make, staff_client
from tests.change_feed_fuzz.following import process_dirty_rows
from tracker.enums import MediaType, StaffRole
from tracker.models import SourceCopy, SourceFile
from tracker.staff.captured_files import storage
from tracker.staff.captured_files.actions import capture_file, publish_copy
from tracker.staff.captured_files.media_types import RejectedFile, detect_media_type
from tracker.staff.captured_files.metadata_removal import (
    MetadataNotRemovable,
    strip_jpeg_segments,
    strip_metadata,
)
from tracker.visibility.workflow import withdraw

pytestmark = pytest.mark.django_db
CANARY = "Canary Author"
TEXT = "Words that stay"


@pytest.fixture(autouse=True)
def temporary_directories(settings, tmp_path):
    settings.FILES_DIR, settings.COPIES_DIR = tmp_path / "files", tmp_path / "copies"


def image_bytes(kind: str) -> bytes:
    image, content, metadata = Image.new("RGB", (8, 8), "red"), io.BytesIO(), {}
    exif = Image.Exif()
    exif[0x013B] = exif[0x8298] = CANARY
    if kind == "PNG":
        metadata["pnginfo"] = PngImagePlugin.PngInfo()
        metadata["pnginfo"].add_text("Author", CANARY)
        metadata["pnginfo"].add_itxt("XML:com.adobe.xmp", CANARY)
    if kind in ("JPEG", "GIF"):
        metadata["comment"] = CANARY.encode()
    if kind != "GIF":
        metadata["exif"] = exif
    if kind in ("JPEG", "WEBP"):
        metadata["xmp"] = f"<x>{CANARY}</x>".encode()
    image.save(content, kind, **metadata)
    return content.getvalue()


def pdf_bytes() -> bytes:
    document, content = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page()
    document.docinfo["/Author"] = CANARY
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [CANARY]
    photo = pikepdf.Stream(document, image_bytes("JPEG"))
    photo.Type, photo.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    photo.Filter, photo.Width, photo.Height = pikepdf.Name.DCTDecode, 8, 8
    photo.ColorSpace, photo.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    photo.Metadata = pikepdf.Stream(document, CANARY.encode())
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=document.make_indirect(photo)))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        T=CANARY,
        Contents=TEXT,
    )
    page.Annots = pikepdf.Array([document.make_indirect(note)])
    document.attachments["a.txt"] = CANARY.encode()
    document.save(content, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return content.getvalue()


def office_bytes(main: str) -> bytes:
    content = io.BytesIO()
    parts = {
        main: f'<w:document><w:ins w:author="{CANARY}" w:id="1"/>{TEXT}</w:document>',
        "docProps/core.xml": f"<dc:creator>{CANARY}</dc:creator>",
        "docProps/app.xml": f"<Manager>{CANARY}</Manager>",
        "docProps/custom.xml": CANARY,
        "word/people.xml": f'<w15:person w15:author="{CANARY}">{CANARY}</w15:person>',
        "word/comments.xml": f'<w:comment w:author="{CANARY}" w:initials="{CANARY}">x</w:comment>',
        "xl/comments1.xml": f"<author>{CANARY}</author>",
        "word/media/a.jpeg": image_bytes("JPEG"),
    }
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


SAMPLE_FILES = {
    MediaType.PDF: pdf_bytes,
    MediaType.PNG: lambda: image_bytes("PNG"),
    MediaType.JPEG: lambda: image_bytes("JPEG"),
    MediaType.WEBP: lambda: image_bytes("WEBP"),
    MediaType.GIF: lambda: image_bytes("GIF"),
    MediaType.DOCX: lambda: office_bytes("word/document.xml"),
    MediaType.XLSX: lambda: office_bytes("xl/workbook.xml"),
}


def all_readable_bytes(content: bytes) -> bytes:
    """The content of a file with all compressed parts unpacked."""
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(all_readable_bytes(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            streams = [o.read_raw_bytes() for o in opened.objects if isinstance(o, pikepdf.Stream)]
            return content + b"\n".join([*streams, *(str(o).encode() for o in opened.objects)])
    return content


@pytest.mark.parametrize("kind", SAMPLE_FILES, ids=str)
def test_public_copy_has_no_metadata(kind):
    content = SAMPLE_FILES[kind]()
    assert detect_media_type(content) == kind
    before, after = all_readable_bytes(content), all_readable_bytes(strip_metadata(content, kind))
    forms = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be")]
    assert any(form in before for form in forms)
    assert [form for form in forms if form in after] == []
    assert (TEXT.encode() in before) == (TEXT.encode() in after)
    assert detect_media_type(strip_metadata(content, kind)) == kind


def test_stripping_jpeg_segments_keeps_the_pixels():
    stripped_jpeg = strip_jpeg_segments(image_bytes("JPEG"))
    assert CANARY.encode() not in stripped_jpeg
    pixels = [
        Image.open(io.BytesIO(jpeg)).tobytes() for jpeg in (stripped_jpeg, image_bytes("JPEG"))
    ]
    assert pixels[0] == pixels[1]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"MZ\x90\x00\x03", "Not taken", id="program"),
        pytest.param(b"\x89PNG\r\n\x1a\nbroken", "broken", id="broken PNG"),
        pytest.param(b"PK\x05\x06" + b"\0" * 18, "archive", id="empty zip"),
        pytest.param(b"PK\x03\x04broken", "broken", id="broken zip"),
    ],
)
def test_broken_or_unlisted_file_is_rejected(content, why):
    with pytest.raises(RejectedFile, match=why):
        detect_media_type(content)


def test_email_is_distinguished_from_text_and_cannot_be_stripped():
    assert detect_media_type("សួស្តី".encode()) == MediaType.TEXT
    mail = b"From: a@example.org\nTo: b@example.org\nSubject: x\n\nwords"
    assert detect_media_type(mail) == MediaType.EMAIL
    with pytest.raises(MetadataNotRemovable):
        strip_metadata(mail, MediaType.EMAIL)


def test_decompression_bombs_are_rejected_before_unpacking(monkeypatch):
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (61 * 2**20))
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(RejectedFile, match="unpack to more"):
        detect_media_type(content.getvalue())
    monkeypatch.setattr("tracker.staff.captured_files.media_types.MAX_PIXELS", 63)
    with pytest.raises(RejectedFile, match="pixels"):
        detect_media_type(image_bytes("PNG"))


# --- Staff admin --------------------------------------------------------------------------------


def upload(client, source, content, name="Secret Name.pdf"):
    file = SimpleUploadedFile(name, content)
    return client.post(staff_client.staff_url(source, "capture"), {"file": file}, follow=True)


def test_captured_file_is_stored_with_digest_and_downloaded_unchanged(analyst, analyst_user):
    source, content = make.source(), pdf_bytes()
    page = upload(analyst, source, content)
    file = SourceFile.objects.get()
    assert file.sha256 in page.content.decode()
    assert (file.media_type, file.bytes, file.captured_by) == ("pdf", len(content), analyst_user)
    response = analyst.get(staff_client.staff_url(source, "file", file.slug))
    assert b"".join(response.streaming_content) == content
    headers = {name: response.headers[name] for name in ("Content-Type", "X-Content-Type-Options")}
    assert headers == {"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff"}
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    disposition = response.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="{source.code}-{file.slug[:8]}.pdf"'


def test_same_file_twice_is_rejected_or_reported(analyst, analyst_user):
    first, second = make.source(title="Invented first"), make.source()
    capture_file(source=first, content=b"words", name="a", by=analyst_user)
    with pytest.raises(RejectedFile, match="has the file already"):
        capture_file(source=first, content=b"words", name="b", by=analyst_user)
    assert len(list(storage.storage_directory(SourceFile()).iterdir())) == 1
    assert "Invented first" in upload(analyst, second, b"words").content.decode()


def test_captured_file_needs_the_source_permission(visitor, analyst_user):
    file = capture_file(source=make.source(), content=b"words", name="a", by=analyst_user)
    url = staff_client.staff_url(file.source, "file", file.slug)
    assert visitor.get(url).status_code == 302
    client = make.signed_in_client(make.staff_user("manager", StaffRole.ADMINISTRATOR))
    assert client.get(url).status_code == 403
    assert client.post(staff_client.staff_url(file.source, "copy", file.slug)).status_code == 403


def test_public_copy_exists_only_while_enabled_and_its_source_published(analyst, visitor):
    source = make.source()
    upload(analyst, source, pdf_bytes())
    url = f"{source.get_absolute_url()}copy/"
    absent = visitor.get("/sources/S-000000/copy/")
    assert visitor.get(url).status_code == absent.status_code == 404
    analyst.post(staff_client.staff_url(source, "copy", SourceFile.objects.get().slug))
    process_dirty_rows()
    response = visitor.get(url)
    body = b"".join(response.streaming_content)
    assert (response.status_code, CANARY.encode() in all_readable_bytes(body)) == (200, False)
    disposition = f'attachment; filename="{source.code}.pdf"'
    assert response.headers["Content-Disposition"] == disposition
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert url in visitor.get(source.get_absolute_url()).content.decode()
    withdraw(record=source, reason="x", by=None)
    process_dirty_rows()
    hidden = visitor.get(url)
    assert (hidden.status_code, hidden.headers) == (404, absent.headers)
    assert hidden.content == absent.content.replace(b"S-000000", source.code.encode())


def test_removed_public_copy_is_deleted_from_disk(
    analyst, visitor, django_capture_on_commit_callbacks
):
    file = capture_file(source=make.source(), content=b"words", name="a", by=None)
    copy = publish_copy(file=file)
    path = storage.stored_file_path(copy)
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(staff_client.staff_url(file.source, "uncopy"))
    assert (path.exists(), SourceCopy.objects.count()) == (False, 0)


def test_verify_files_reports_missing_changed_and_orphaned_files(capsys):
    first, second = (
        capture_file(source=make.source(), content=b"x", name="a", by=None) for _ in "ab"
    )
    call_command("verify_files")
    storage.stored_file_path(first).unlink()
    storage.stored_file_path(second).chmod(0o600)
    storage.stored_file_path(second).write_bytes(b"y")
    (storage.storage_directory(first) / "stray").write_bytes(b"z")
    with pytest.raises(CommandError, match="3 files"):
        call_command("verify_files")
    problems = [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert problems == ["missing", "changed", "orphaned"]
