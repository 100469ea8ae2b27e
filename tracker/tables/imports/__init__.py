"""Table imports: parsed, compared with the database, written all or nothing.

An `ImportSpec` declares the columns of one kind of table and the rows that they create: sources
here, the others in `tables/imports` of laws and cases. See docs/decisions/0029.
"""

from tracker.tables.sheets.reader import MOST_BYTES, MOST_ROWS, Sheet, read_sheet
from tracker.tables.sheets.xlsx_reader import UnreadableWorkbook

from .columns import CellError, ImportColumn, column_of, guessed
from .import_plan import ImportPlan, changes
from .import_spec import CITATION, CODE, KEY, LOCATOR, SECTION, SOURCE, ImportSpec
from .parser import ImportedRow, TableParser
from .problems import Problem
from .references import ORGANISATIONS, ByCode, ByName
from .row_drafts import RowDraft, TableMapping
from .sources import SourceImport

__all__ = [
    "CITATION",
    "CODE",
    "KEY",
    "LOCATOR",
    "MOST_BYTES",
    "MOST_ROWS",
    "ORGANISATIONS",
    "SECTION",
    "SOURCE",
    "ByCode",
    "ByName",
    "CellError",
    "ImportColumn",
    "ImportPlan",
    "ImportSpec",
    "ImportedRow",
    "Problem",
    "RowDraft",
    "Sheet",
    "SourceImport",
    "TableMapping",
    "TableParser",
    "UnreadableWorkbook",
    "changes",
    "column_of",
    "guessed",
    "read_sheet",
]
