"""Tables that others send: read, compared with what is recorded, and written all or not at all.

A kind of table says which columns it has and which rows they make (`kinds`, and a file for each
kind in the storey that keeps its records). See docs/decisions/0029.
"""

from .columns import CellError, Column, column_of, guessed
from .drafts import Draft, Shape
from .kinds import CITATION, CODE, KEY, LOCATOR, SECTION, SOURCE, Kind
from .plan import Plan, changes
from .problems import Problem
from .reading import Reading, Row
from .references import ORGANISATIONS, ByCode, ByName
from .sheets import MOST_BYTES, MOST_ROWS, Sheet, read_sheet
from .sources import Sources
from .workbooks import Unreadable

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
