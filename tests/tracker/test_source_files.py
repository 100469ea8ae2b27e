"""Captured documents: what is taken, who reads it, and what a public copy says no more."""

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
from tracker.staff.captured_files import (
    BadFile,
    Duplicate,
    capture,
    make_copy,
    media_type_of,
    storage,
    stripped,
)
from tracker.staff.captured_files.metadata_removal import NotStripped, without_segments
from tracker.visibility.workflow import withdraw

pytestmark = pytest.mark.django_db
CANARY = "Canary Author"
WORDS = "Words that stay"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.FILES_DIR, settings.COPIES_DIR = tmp_path / "files", tmp_path / "copies"


def picture(kind: str) -> bytes:
    made, content, about = Image.new("RGB", (8, 8), "red"), io.BytesIO(), {}
    exif = Image.Exif()
    exif[0x013B] = exif[0x8298] = CANARY
    if kind == "PNG":
        about["pnginfo"] = PngImagePlugin.PngInfo()
        about["pnginfo"].add_text("Author", CANARY)
        about["pnginfo"].add_itxt("XML:com.adobe.xmp", CANARY)
    if kind in ("JPEG", "GIF"):
        about["comment"] = CANARY.encode()
    if kind != "GIF":
        about["exif"] = exif
    if kind in ("JPEG", "WEBP"):
        about["xmp"] = f"<x>{CANARY}</x>".encode()
    made.save(content, kind, **about)
    return content.getvalue()


def pdf() -> bytes:
    made, content = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page()
    made.docinfo["/Author"] = CANARY
    with made.open_metadata() as about:
        about["dc:creator"] = [CANARY]
    photo = pikepdf.Stream(made, picture("JPEG"))
    photo.Type, photo.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    photo.Filter, photo.Width, photo.Height = pikepdf.Name.DCTDecode, 8, 8
    photo.ColorSpace, photo.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    photo.Metadata = pikepdf.Stream(made, CANARY.encode())
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=made.make_indirect(photo)))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        T=CANARY,
        Contents=WORDS,
    )
    page.Annots = pikepdf.Array([made.make_indirect(note)])
    made.attachments["a.txt"] = CANARY.encode()
    made.save(content, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return content.getvalue()


def office(main: str) -> bytes:
    content = io.BytesIO()
    parts = {
        main: f'<w:document><w:ins w:author="{CANARY}" w:id="1"/>{WORDS}</w:document>',
        "docProps/core.xml": f"<dc:creator>{CANARY}</dc:creator>",
        "docProps/app.xml": f"<Manager>{CANARY}</Manager>",
        "docProps/custom.xml": CANARY,
        "word/people.xml": f'<w15:person w15:author="{CANARY}">{CANARY}</w15:person>',
        "word/comments.xml": f'<w:comment w:author="{CANARY}" w:initials="{CANARY}">x</w:comment>',
        "xl/comments1.xml": f"<author>{CANARY}</author>",
        "word/media/a.jpeg": picture("JPEG"),
    }
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


MADE = {
    MediaType.PDF: pdf,
    MediaType.PNG: lambda: picture("PNG"),
    MediaType.JPEG: lambda: picture("JPEG"),
    MediaType.WEBP: lambda: picture("WEBP"),
    MediaType.GIF: lambda: picture("GIF"),
    MediaType.DOCX: lambda: office("word/document.xml"),
    MediaType.XLSX: lambda: office("xl/workbook.xml"),
}


def unpacked(content: bytes) -> bytes:
    """All there is to read in a file, also where it is packed."""
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(unpacked(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            streams = [o.read_raw_bytes() for o in opened.objects if isinstance(o, pikepdf.Stream)]
            return content + b"\n".join([*streams, *(str(o).encode() for o in opened.objects)])
    return content


@pytest.mark.parametrize("kind", MADE, ids=str)
def test_a_copy_says_no_more_who_made_it(kind):
    content = MADE[kind]()
    assert media_type_of(content) == kind
    before, after = unpacked(content), unpacked(stripped(content, kind))
    forms = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be")]
    assert any(form in before for form in forms)
    assert [form for form in forms if form in after] == []
    assert (WORDS.encode() in before) == (WORDS.encode() in after)
    assert media_type_of(stripped(content, kind)) == kind


def test_a_picture_in_a_pdf_keeps_its_pixels():
    bare = without_segments(picture("JPEG"))
    assert CANARY.encode() not in bare
    pixels = [Image.open(io.BytesIO(one)).tobytes() for one in (bare, picture("JPEG"))]
    assert pixels[0] == pixels[1]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03", "Not taken"),
        (b"\x89PNG\r\n\x1a\nbroken", "broken"),
        (b"PK\x05\x06" + b"\0" * 18, "archive"),
        (b"PK\x03\x04broken", "broken"),
    ],
)
def test_what_is_not_on_the_list_is_not_taken(content, why):
    with pytest.raises(BadFile, match=why):
        media_type_of(content)


def test_text_and_mail_are_told_apart():
    assert media_type_of("សួស្តី".encode()) == MediaType.TEXT
    mail = b"From: a@example.org\nTo: b@example.org\nSubject: x\n\nwords"
    assert media_type_of(mail) == MediaType.EMAIL
    with pytest.raises(NotStripped):
        stripped(mail, MediaType.EMAIL)


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch):
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (61 * 2**20))
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(BadFile, match="unpack to more"):
        media_type_of(content.getvalue())
    monkeypatch.setattr("tracker.staff.captured_files.media_types.MOST_PIXELS", 63)
    with pytest.raises(BadFile, match="pixels"):
        media_type_of(picture("PNG"))


# --- At the desk --------------------------------------------------------------------------------


def send(client, source, content, name="Secret Name.pdf"):
    file = SimpleUploadedFile(name, content)
    return client.post(staff_client.address(source, "capture"), {"file": file}, follow=True)


def test_a_document_is_captured_with_its_digest_and_given_back_as_it_was(analyst, analyst_user):
    source, content = make.source(), pdf()
    page = send(analyst, source, content)
    file = SourceFile.objects.get()
    assert file.sha256 in page.content.decode()
    assert (file.media_type, file.bytes, file.captured_by) == ("pdf", len(content), analyst_user)
    answer = analyst.get(staff_client.address(source, "file", file.slug))
    assert b"".join(answer.streaming_content) == content
    said = {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options")}
    assert said == {"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff"}
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="{source.code}-{file.slug[:8]}.pdf"'


def test_the_same_file_twice_is_noticed(analyst, analyst_user):
    one, other = make.source(title="Invented first"), make.source()
    capture(source=one, content=b"words", name="a", by=analyst_user)
    with pytest.raises(Duplicate):
        capture(source=one, content=b"words", name="b", by=analyst_user)
    assert len(list(storage.folder_of(SourceFile()).iterdir())) == 1
    assert "Invented first" in send(analyst, other, b"words").content.decode()


def test_only_staff_with_the_right_read_a_document(visitor, analyst_user):
    file = capture(source=make.source(), content=b"words", name="a", by=analyst_user)
    address = staff_client.address(file.source, "file", file.slug)
    assert visitor.get(address).status_code == 302
    client = make.at_desk(make.staff("manager", StaffRole.ADMINISTRATOR))
    assert client.get(address).status_code == 403
    assert client.post(staff_client.address(file.source, "copy", file.slug)).status_code == 403


def test_readers_have_a_copy_only_while_an_editor_and_the_state_say_so(analyst, visitor):
    source = make.source()
    send(analyst, source, pdf())
    address = f"{source.get_absolute_url()}copy/"
    absent = visitor.get("/sources/S-000000/copy/")
    assert visitor.get(address).status_code == absent.status_code == 404
    analyst.post(staff_client.address(source, "copy", SourceFile.objects.get().slug))
    process_dirty_rows()
    answer = visitor.get(address)
    body = b"".join(answer.streaming_content)
    assert (answer.status_code, CANARY.encode() in unpacked(body)) == (200, False)
    disposition = f'attachment; filename="{source.code}.pdf"'
    assert answer.headers["Content-Disposition"] == disposition
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert address in visitor.get(source.get_absolute_url()).content.decode()
    withdraw(record=source, reason="x", by=None)
    process_dirty_rows()
    hidden = visitor.get(address)
    assert (hidden.status_code, hidden.headers) == (404, absent.headers)
    assert hidden.content == absent.content.replace(b"S-000000", source.code.encode())


def test_a_copy_that_is_taken_back_is_gone(analyst, visitor, django_capture_on_commit_callbacks):
    file = capture(source=make.source(), content=b"words", name="a", by=None)
    copy = make_copy(file=file, by=None)
    path = storage.path_of(copy)
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(staff_client.address(file.source, "uncopy"))
    assert (path.exists(), SourceCopy.objects.count()) == (False, 0)


def test_verification_finds_what_is_missing_changed_or_nobodys(capsys):
    one, other = (capture(source=make.source(), content=b"x", name="a", by=None) for _ in "ab")
    call_command("verify_files")
    storage.path_of(one).unlink()
    storage.path_of(other).chmod(0o600)
    storage.path_of(other).write_bytes(b"y")
    (storage.folder_of(one) / "stray").write_bytes(b"z")
    with pytest.raises(CommandError, match="3 files"):
        call_command("verify_files")
    found = [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert found == ["missing", "changed", "orphaned"]
