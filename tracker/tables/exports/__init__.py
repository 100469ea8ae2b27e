"""Lists as streamed CSV, NDJSON and XLSX.

Each `ExportTable` lists its columns explicitly (`records.py` here, `tables/exports` in laws and
cases); its rows are the filtered queryset of the list page. Rows are read as the public role, so
a file cannot contain what the public may not see.
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
