"""Tables from others: parsed, compared with the database, written all or nothing.

A kind of table says which columns it has and which rows they make (`kinds`, and a file for each
kind in the storey that keeps its records). See docs/decisions/0029.
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
