"""Reading CSV and XLSX: valid, broken and malicious files."""

import io
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from tracker.staff.captured_files import archives
from tracker.staff.captured_files.archives import BadArchive, open_checked_archive
from tracker.tables.sheets.reader import MAX_IMPORT_ROWS, read_sheet
from tracker.tables.sheets.xlsx_reader import UnreadableWorkbook

TEXT = "name,note\nសុខ,x\n"
TEXT_AS_ROWS = (("name", "note"), [(2, ["សុខ", "x"])])


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return content.getvalue()


def heads_and_rows(content) -> tuple:
    sheet = read_sheet(content)
    return sheet.heads, sheet.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_in_each_unicode_encoding(encoding):
    assert heads_and_rows(TEXT.encode(encoding)) == TEXT_AS_ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_each_delimiter(delimiter):
    text = TEXT.replace(",", delimiter).replace("x", '"x"')
    assert heads_and_rows(text.encode()) == TEXT_AS_ROWS


def test_csv_rows_are_numbered_by_their_first_line():
    assert heads_and_rows(b'a,b\n\n"x\ny",1\nz,2\n')[1] == [(3, ["x\ny", "1"]), (5, ["z", "2"])]


def test_csv_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(UnreadableWorkbook, match=r"Line 2 is not UTF-8 \(byte 0xE9\)"):
        read_sheet("name\ncafé\n".encode("cp1252"))


def test_workbook_cells_are_read_as_displayed():
    content = workbook(["a", "b", "c", "d", "e"], [1.0, 1.5, True, date(2020, 11, 5), " x "])
    assert heads_and_rows(content)[1] == [(2, ["1", "1.5", "yes", "2020-11-05", "x"])]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\n\n", "no line with the names", id="blank lines"),
        pytest.param(b"a,a\n", "same name", id="repeated heading"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"x" * 600, "old or locked", id="OLE file"),
        pytest.param(b"PK\x03\x04broken", "broken", id="broken zip"),
        # Zips hold the time at which they were made, so an id made from them would change.
        pytest.param(zipped(a=b"x"), "no XLSX workbook", id="zip without workbook"),
        pytest.param(
            zipped(xl__workbook_xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "entities", id="entity"
        ),
        pytest.param(zipped(xl__workbook_xml=b"<workbook/>"), "broken", id="incomplete workbook"),
        pytest.param(b'a\n"x', "not CSV", id="open quote"),
        pytest.param(b"a\nx\0y", "neither CSV nor XLSX", id="NUL byte"),
        pytest.param(b"%PDF-1.4\n1 0 obj<<>>endobj", "neither CSV nor XLSX", id="PDF"),
        pytest.param(
            b"a\n" + b"x\n" * (MAX_IMPORT_ROWS + 1), "more than 10,000 rows", id="many rows"
        ),
    ],
)
def test_unreadable_file_is_refused_with_the_reason(content, why):
    with pytest.raises(UnreadableWorkbook, match=why):
        read_sheet(content)


# --- Zip bombs --------------------------------------------------------------------------------


def test_zip_bomb_is_refused_before_unpacking(monkeypatch):
    bomb = zipped(xl__workbook_xml=b"0" * (61 * 2**20))
    assert len(bomb) < 100_000
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("the archive was unpacked"))
    with pytest.raises(UnreadableWorkbook, match="unpack to more"):
        read_sheet(bomb)


@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [
        ("MAX_ARCHIVE_PARTS", 1, "parts"),
        ("MAX_UNPACKED_BYTES", 5, "120 MB"),
        ("MAX_PART_BYTES", 2, "honest"),
    ],
)
def test_archive_over_a_limit_is_refused(monkeypatch, limit, value, why):
    monkeypatch.setattr(archives, limit, value)
    with pytest.raises(BadArchive, match=why):
        open_checked_archive(zipped(a=b"xxx", b=b"yyy"))
