"""Reads XLSX from untrusted senders: refuses zip bombs and XML entities."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell

from tracker.staff.captured_files.archives import open_checked_archive

DATA_SHEET = "Data"  # the sheet that is read; without it, the first one
MAX_COLUMNS = 200  # of any table
# Signature of OLE files: old Office formats, and encrypted new ones. Neither is a zip.
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"


class UnreadableWorkbook(Exception):
    """The file cannot be read as a table; the message says why, and what to do."""


class FormulaText(str):
    """Text of a cell that holds a formula or an error instead of a plain value."""

    __slots__ = ()


def is_workbook(content: bytes) -> bool:
    return content.startswith((b"PK", OLE_SIGNATURE))


def read_workbook_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of each row that is not empty.

    Raises UnreadableWorkbook, or BadArchive before anything is unpacked.
    """
    if content.startswith(OLE_SIGNATURE):
        raise UnreadableWorkbook(
            _("This is an old or locked Excel file. Save it as XLSX, or as CSV.")
        )
    archive = open_checked_archive(content)
    if "xl/workbook.xml" not in archive.namelist():
        raise UnreadableWorkbook(_("This is a zip, but no XLSX workbook."))
    refuse_doctypes(archive)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book[DATA_SHEET] if DATA_SHEET in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # the dimensions stated in the file may be wrong
        for cells in sheet.iter_rows(max_col=MAX_COLUMNS + 1):
            filled = [cell for cell in cells if not isinstance(cell, EmptyCell)]
            if filled:
                yield filled[0].row, [workbook_cell_text(cell) for cell in cells]
    except (KeyError, ValueError, IndexError, TypeError, SyntaxError, EOFError) as error:
        raise UnreadableWorkbook(_("The workbook is broken: it cannot be read.")) from error


def refuse_doctypes(archive) -> None:
    """Refuse XML with a document type: its entities can expand without limit, and none needs it."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                if b"<!DOCTYPE" in file.read(4096).upper():
                    raise UnreadableWorkbook(
                        _("The workbook defines entities of its own: it is refused.")
                    )


def workbook_cell_text(cell) -> str:
    """Text of a cell; a date without the midnight that Excel stores with it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return FormulaText(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
