"""Table imports: parsed, compared with the database, written all or nothing.

An `ImportSpec` declares the columns of one kind of table and the rows that they create: sources
here, the others in `tables/imports` of laws and cases. See docs/decisions/0029.
"""

from tracker.tables.sheets.reader import MAX_IMPORT_BYTES, MAX_IMPORT_ROWS, Sheet, read_sheet
from tracker.tables.sheets.xlsx_reader import UnreadableWorkbook

from .columns import CellError, ImportColumn, guess_columns, model_column
from .import_plan import ImportPlan, changed_parts
from .import_spec import (
    CITATION_COLUMNS,
    CODE_COLUMN,
    KEY_COLUMN,
    LOCATOR_COLUMN,
    SECTION_COLUMN,
    SOURCE_COLUMN,
    ImportSpec,
)
from .parser import ImportedRow, TableParser
from .problems import Problem
from .references import ORGANISATION_LOOKUP, CodeLookup, UniqueTextLookup
from .row_drafts import RowDraft, TableMapping
from .sources import SourceImport

__all__ = [
    "CITATION_COLUMNS",
    "CODE_COLUMN",
    "KEY_COLUMN",
    "LOCATOR_COLUMN",
    "MAX_IMPORT_BYTES",
    "MAX_IMPORT_ROWS",
    "ORGANISATION_LOOKUP",
    "SECTION_COLUMN",
    "SOURCE_COLUMN",
    "CellError",
    "CodeLookup",
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
    "UniqueTextLookup",
    "UnreadableWorkbook",
    "changed_parts",
    "guess_columns",
    "model_column",
    "read_sheet",
]
