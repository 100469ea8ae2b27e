"""Lists as streamed CSV, NDJSON and XLSX.

Each `ExportTable` lists its columns explicitly (`records.py` here, `tables/exports` in laws and
cases); its rows are the filtered queryset of the list page. Rows are read as the public role, so
a file cannot contain what the public may not see.
"""

from .about import ExportDescription
from .cells import escape_formula
from .columns import (
    BooleanColumn,
    ChoiceColumn,
    DateTimeColumn,
    DecimalColumn,
    ExportColumn,
    ExportField,
    IntegerColumn,
    ListColumn,
    NullableConcat,
    PageUrlColumn,
    PartialDateColumn,
    TextColumn,
    parse_partial_date_text,
    partial_date_as_text,
    sources_column,
)
from .export_table import ExportStreamError, ExportTable
from .plain_columns import plain_columns, reference_columns
from .writers import CsvWriter, FileWriter, NdjsonWriter
from .xlsx_writer import XlsxWriter

WRITERS = {writer.extension: writer for writer in (CsvWriter, NdjsonWriter, XlsxWriter)}

__all__ = [
    "WRITERS",
    "BooleanColumn",
    "ChoiceColumn",
    "CsvWriter",
    "DateTimeColumn",
    "DecimalColumn",
    "ExportColumn",
    "ExportDescription",
    "ExportField",
    "ExportStreamError",
    "ExportTable",
    "FileWriter",
    "IntegerColumn",
    "ListColumn",
    "NdjsonWriter",
    "NullableConcat",
    "PageUrlColumn",
    "PartialDateColumn",
    "TextColumn",
    "XlsxWriter",
    "escape_formula",
    "parse_partial_date_text",
    "partial_date_as_text",
    "plain_columns",
    "reference_columns",
    "sources_column",
]
