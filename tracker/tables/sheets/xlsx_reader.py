"""Reads XLSX from untrusted senders: refuses zip bombs and XML entities."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell

from tracker.staff.captured_files.archives import checked_archive

SHEET = "Data"  # the one that is read; else the first
WIDEST = 200
# Old and new Office files begin so: neither is a zip that we read.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class UnreadableWorkbook(Exception):
    """The file is no table that can be read; the message says why and what would help."""


class NotPlain(str):
    """A cell that holds no plain value, as it is written: a formula, or an error of one."""

    __slots__ = ()


def is_workbook(content: bytes) -> bool:
    return content.startswith((b"PK", OLD_OFFICE))


def rows_of_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number. Raises Unreadable, or BadArchive before anything is unpacked."""
    if content.startswith(OLD_OFFICE):
        raise UnreadableWorkbook(
            _("This is an old or locked Excel file. Save it as XLSX, or as CSV.")
        )
    archive = checked_archive(content)
    if "xl/workbook.xml" not in archive.namelist():
        raise UnreadableWorkbook(_("This is a zip, but no XLSX workbook."))
    refuse_entities(archive)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for cells in sheet.iter_rows(max_col=WIDEST + 1):
            filled = [cell for cell in cells if not isinstance(cell, EmptyCell)]
            if filled:
                yield filled[0].row, [text_of(cell) for cell in cells]
    except (KeyError, ValueError, IndexError, TypeError, SyntaxError, EOFError) as error:
        raise UnreadableWorkbook(_("The workbook is broken: it cannot be read.")) from error


def refuse_entities(archive) -> None:
    """No workbook needs a document type; with one, a short text can stand for a long one."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(4096).upper():
                    raise UnreadableWorkbook(
                        _("The workbook defines entities of its own: it is refused.")
                    )


def text_of(cell) -> str:
    """What the cell shows; of a day the day, without the time that Excel adds."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return NotPlain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
