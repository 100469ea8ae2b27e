"""Lists as streamed CSV, NDJSON and XLSX.

A table names its columns, one by one (`ground.py` here, `exports.py` upstairs); the rows are those
the list's own filter found. What the public may not see is not there to be read.
"""

from .about import About
from .cells import safe_cell
from .columns import (
    Amount,
    Choice,
    Column,
    Days,
    Field,
    Joined,
    Moment,
    Number,
    Page,
    Several,
    Text,
    YesNo,
    days_as_text,
    days_read,
    sources,
)
from .export_table import BrokenFile, Table
from .writers import CSV, NDJSON, Writer
from .xlsx_writer import XLSX

WRITERS = {writer.extension: writer for writer in (CSV, NDJSON, XLSX)}

__all__ = [
    "CSV",
    "NDJSON",
    "WRITERS",
    "XLSX",
    "About",
    "Amount",
    "BrokenFile",
    "Choice",
    "Column",
    "Days",
    "Field",
    "Joined",
    "Moment",
    "Number",
    "Page",
    "Several",
    "Table",
    "Text",
    "Writer",
    "YesNo",
    "days_as_text",
    "days_read",
    "safe_cell",
    "sources",
]
