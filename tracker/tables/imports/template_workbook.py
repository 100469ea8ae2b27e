"""XLSX template with the columns of an import and their allowed values."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tracker.tables.imports.import_spec import ImportSpec
from tracker.tables.sheets.reader import MAX_IMPORT_ROWS
from tracker.tables.sheets.xlsx_reader import DATA_SHEET

CODEBOOK_SHEET = "Codebook"
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
CODEBOOK_WIDTHS = (22, 26, 12, 60, 22, 60)


def build_template_workbook(spec: ImportSpec) -> bytes:
    """An XLSX workbook with the header row, dropdowns and a codebook, but without data."""
    book = Workbook()
    data = book.active
    data.title = DATA_SHEET
    data.append([column.name for column in spec.columns])
    data.freeze_panes = "A2"
    value_rows = write_codebook_sheet(book.create_sheet(CODEBOOK_SHEET), spec)
    for number, column in enumerate(spec.columns, 1):
        letter = get_column_letter(number)
        data.cell(1, number).font = BOLD
        data.column_dimensions[letter].width = max(14, len(column.name) + 4)
        if column.name in value_rows:
            first, last = value_rows[column.name]
            dropdown = DataValidation("list", formula1=f"{CODEBOOK_SHEET}!$E${first}:$E${last}")
            dropdown.add(f"{letter}2:{letter}{MAX_IMPORT_ROWS + 1}")
            data.add_data_validation(dropdown)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def write_codebook_sheet(sheet, spec: ImportSpec) -> dict[str, tuple[int, int]]:
    """Write a line for each column and value. Returns the first and last row of the values of
    each column that has choices."""
    heads = [_("column"), _("label"), _("required"), _("what to type"), _("value"), _("meaning")]
    sheet.append(heads)
    sheet.freeze_panes = "A2"
    for number, (width, cell) in enumerate(zip(CODEBOOK_WIDTHS, sheet[1], strict=True), 1):
        cell.font = BOLD
        sheet.column_dimensions[get_column_letter(number)].width = width
    value_rows = {}
    for column in spec.columns:
        required = _("yes") if column.is_required else _("no")
        description = [column.name, str(column.label), required, str(column.help)]
        choices = [(value, label) for value, label in column.choices if value]
        first = sheet.max_row + 1
        for value, label in choices or [("", "")]:
            sheet.append([*description, value, str(label)])
            description = ["", "", "", ""]
        if choices:
            value_rows[column.name] = (first, sheet.max_row)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = WRAPPED
    return value_rows
