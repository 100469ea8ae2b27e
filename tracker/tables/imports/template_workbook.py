"""XLSX template with the columns of an import and their allowed values."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tracker.tables.imports.import_spec import ImportSpec
from tracker.tables.sheets.reader import MOST_ROWS
from tracker.tables.sheets.xlsx_reader import SHEET

CODEBOOK = "Codebook"
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
WIDTHS = (22, 26, 12, 60, 22, 60)


def template(kind: ImportSpec) -> bytes:
    """An XLSX workbook without rows, for tables of this kind."""
    book = Workbook()
    data = book.active
    data.title = SHEET
    data.append([column.name for column in kind.columns])
    data.freeze_panes = "A2"
    for place, column in enumerate(kind.columns, 1):
        data.cell(1, place).font = BOLD
        data.column_dimensions[get_column_letter(place)].width = max(14, len(column.name) + 4)
    told = codebook(book.create_sheet(CODEBOOK), kind)
    for place, column in enumerate(kind.columns, 1):
        if column.name in told:
            first, last = told[column.name]
            letter = get_column_letter(place)
            choice = DataValidation("list", formula1=f"{CODEBOOK}!$E${first}:$E${last}")
            choice.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            data.add_data_validation(choice)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def codebook(sheet, kind: ImportSpec) -> dict[str, tuple[int, int]]:
    """A line for each column and value. Returns where the values of a column stand."""
    heads = [_("column"), _("label"), _("required"), _("what to type"), _("value"), _("meaning")]
    sheet.append(heads)
    sheet.freeze_panes = "A2"
    for place, (width, cell) in enumerate(zip(WIDTHS, sheet[1], strict=True), 1):
        cell.font = BOLD
        sheet.column_dimensions[get_column_letter(place)].width = width
    told = {}
    for column in kind.columns:
        required = _("yes") if column.is_required else _("no")
        about = [column.name, str(column.label), required, str(column.help)]
        choices = [(value, label) for value, label in column.choices if value]
        first = sheet.max_row + 1
        for value, label in choices or [("", "")]:
            sheet.append([*about, value, str(label)])
            about = ["", "", "", ""]
        if choices:
            told[column.name] = (first, sheet.max_row)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = WRAPPED
    return told
