"""Reads CSV or XLSX into rows of text: encoding, delimiter, limits."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from tracker.staff.captured_files.archives import BadArchive
from tracker.tables.sheets.xlsx_reader import (
    MAX_COLUMNS,
    FormulaText,
    UnreadableWorkbook,
    is_workbook,
    read_workbook_rows,
)

MAX_IMPORT_ROWS = 10_000
MAX_IMPORT_BYTES = 10 * 2**20
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """The heading of each column, and the rows below with their row or line number in the file."""

    heads: tuple[str, ...]
    rows: list[tuple[int, list[str]]] = field(repr=False)


def read_sheet(content: bytes) -> Sheet:
    """Read CSV or XLSX, detected by content, not by file name. Raises UnreadableWorkbook."""
    if not content:
        raise UnreadableWorkbook(_("The file is empty."))
    if len(content) > MAX_IMPORT_BYTES:
        raise UnreadableWorkbook(_("The file is larger than 10 MB."))
    try:
        rows = read_workbook_rows(content) if is_workbook(content) else read_csv_rows(content)
        return build_sheet(rows)
    except BadArchive as error:
        raise UnreadableWorkbook(str(error)) from error


def build_sheet(rows: Iterable[tuple[int, list[str]]]) -> Sheet:
    filled = ((number, strip_trailing_cells(cells)) for number, cells in rows if any(cells))
    _number, heads = next(filled, (0, []))
    if not heads:
        raise UnreadableWorkbook(_("The file has no line with the names of its columns."))
    if len(heads) > MAX_COLUMNS:
        raise UnreadableWorkbook(_("The file has more than %(n)d columns.") % {"n": MAX_COLUMNS})
    named = [head for head in heads if head]
    if twice := sorted({head for head in named if named.count(head) > 1}):
        raise UnreadableWorkbook(
            _("Two columns have the same name: %(name)s.") % {"name": twice[0]}
        )
    if any(isinstance(head, FormulaText) for head in heads):
        raise UnreadableWorkbook(_("The line with the names of the columns holds a formula."))
    rows = list(islice(filled, MAX_IMPORT_ROWS + 1))
    if len(rows) > MAX_IMPORT_ROWS:
        message = _("The file has more than %(n)s rows. Split it, and send the parts in turn.")
        raise UnreadableWorkbook(message % {"n": f"{MAX_IMPORT_ROWS:,}"})
    return Sheet(tuple(heads), rows)


def strip_trailing_cells(cells: list[str]) -> list[str]:
    """The cells without trailing empty ones."""
    last = max((index for index, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


# --- CSV --------------------------------------------------------------------------------------


def read_csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = decode_text(content)
    if "\0" in text or text.startswith("%PDF"):  # a small PDF may be pure text
        raise UnreadableWorkbook(_("This is no table: it is neither CSV nor XLSX."))
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=detect_delimiter(text), strict=True
    )
    lines_read = 0
    try:
        for cells in reader:
            # The number of a row is that of its first line.
            yield lines_read + 1, [cell.strip() for cell in cells]
            lines_read = reader.line_num
    except csv.Error as error:
        message = _("Line %(line)d is not CSV: %(why)s.")
        raise UnreadableWorkbook(message % {"line": reader.line_num, "why": error}) from error


def decode_text(content: bytes) -> str:
    """Decode UTF-8 or UTF-16, with or without a byte order mark."""
    encoding = "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content[:2]:  # an ASCII character in UTF-16 has one zero byte
        encoding = "utf-16-be" if content[0] == 0 else "utf-16-le"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = _(
            "Line %(line)d is not %(encoding)s (byte %(byte)s). Save the file as “CSV UTF-8”, or "
            "as XLSX."
        )
        name = "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
        byte = f"0x{content[error.start]:02X}"
        raise UnreadableWorkbook(
            message % {"line": line, "byte": byte, "encoding": name}
        ) from error


def detect_delimiter(text: str) -> str:
    """The delimiter that splits the first line into most cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda char: len(next(csv.reader([first], delimiter=char), [])))
