"""Tables from others: parsed, compared with the database, written all or nothing.

A kind of table says which columns it has and which rows they make (`kinds`, and a file for each
kind in the storey that keeps its records). See docs/decisions/0029.
"""

from tracker.tables.sheets.reader import MOST_BYTES, MOST_ROWS, Sheet, read_sheet
from tracker.tables.sheets.xlsx_reader import Unreadable

from .columns import CellError, Column, column_of, guessed
from .import_plan import Plan, changes
from .import_spec import CITATION, CODE, KEY, LOCATOR, SECTION, SOURCE, Kind
from .parser import Reading, Row
from .problems import Problem
from .references import ORGANISATIONS, ByCode, ByName
from .row_drafts import Draft, Shape
from .sources import Sources

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
    "Column",
    "Draft",
    "Kind",
    "Plan",
    "Problem",
    "Reading",
    "Row",
    "Shape",
    "Sheet",
    "Sources",
    "Unreadable",
    "changes",
    "column_of",
    "guessed",
    "read_sheet",
]
