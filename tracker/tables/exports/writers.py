"""Writes CSV and NDJSON as a stream."""

import csv
from collections.abc import Callable
from io import StringIO

import orjson

from tracker.tables.exports.about import ExportDescription
from tracker.tables.exports.cells import escape_formula
from tracker.tables.exports.columns import ExportField
from tracker.tables.exports.export_table import Chunk

BOOLEAN_LITERALS = {True: "true", False: "false"}


class FileWriter:
    """Base class: formats one file as begin, any number of chunks, end."""

    media_type: str
    extension: str

    def __init__(self, about: ExportDescription):
        self.about = about
        self.fields = about.fields

    def begin(self) -> bytes:
        return b""

    def write(self, chunk: Chunk) -> bytes:
        raise NotImplementedError

    def end(self, count: int) -> bytes:
        return b""


class CsvWriter(FileWriter):
    """Comma-separated values (RFC 4180) in UTF-8 with a header line and without a BOM."""

    media_type = "text/csv; charset=utf-8; header=present"
    extension = "csv"

    def begin(self):
        return csv_lines([[field.name for field in self.fields]])

    def write(self, chunk):
        cells = (
            csv_cell_formatter(field)(values)
            for field, values in zip(self.fields, chunk, strict=True)
        )
        return csv_lines(zip(*cells, strict=True))


def csv_cell_formatter(field: ExportField) -> Callable:
    """A function from the values of a column to its CSV cells."""
    if field.is_free_text:
        return lambda values: map(escape_formula, values)
    if field.datatype == "boolean":
        return lambda values: map(BOOLEAN_LITERALS.get, values)
    return lambda values: values


def csv_lines(rows) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


class NdjsonWriter(FileWriter):
    """One JSON object per line, keyed by column name; unknown is null."""

    media_type = "application/x-ndjson"
    extension = "ndjson"

    def write(self, chunk):
        names = [field.name for field in self.fields]
        return b"".join(
            [
                orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE)
                for row in zip(*chunk, strict=True)
            ]
        )
