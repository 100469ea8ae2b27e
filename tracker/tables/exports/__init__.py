"""Lists as streamed CSV, NDJSON and XLSX.

A table names its columns, one by one (`ground.py` here, `exports.py` upstairs); the rows are those
the list's own filter found. What the public may not see is not there to be read.
"""

from .about import About
from .cells import safe_cell
from .columns import (
    Amount,
    BooleanColumn,
    ChoiceColumn,
    DateTimeColumn,
    ExportColumn,
    Field,
    IntegerColumn,
    ListColumn,
    NullableConcat,
    PageUrlColumn,
    PartialDateColumn,
    TextColumn,
    days_as_text,
    days_read,
    sources,
)
from .export_table import BrokenFile, ExportTable
from .writers import CSV, NDJSON, FileWriter
from .xlsx_writer import XLSX

WRITERS = {writer.extension: writer for writer in (CSV, NDJSON, XLSX)}

__all__ = [
    "CSV",
    "NDJSON",
    "WRITERS",
    "XLSX",
    "About",
    "Amount",
    "BooleanColumn",
    "BrokenFile",
    "ChoiceColumn",
    "DateTimeColumn",
    "ExportColumn",
    "ExportTable",
    "Field",
    "FileWriter",
    "IntegerColumn",
    "ListColumn",
    "NullableConcat",
    "PageUrlColumn",
    "PartialDateColumn",
    "TextColumn",
    "days_as_text",
    "days_read",
    "safe_cell",
    "sources",
]
