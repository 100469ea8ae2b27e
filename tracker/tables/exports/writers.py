"""Writes CSV and NDJSON as a stream."""

import csv
from collections.abc import Callable
from io import StringIO

import orjson

from tracker.tables.exports.about import About
from tracker.tables.exports.cells import safe_cell
from tracker.tables.exports.columns import Field
from tracker.tables.exports.export_table import Chunk

WORDS = {True: "true", False: "false"}


class FileWriter:
    """Base class: formats one file as begin, any number of chunks, end."""

    media_type: str
    extension: str

    def __init__(self, about: About):
        self.about = about
        self.fields = about.fields

    def begin(self) -> bytes:
        return b""

    def write(self, chunk: Chunk) -> bytes:
        raise NotImplementedError

    def end(self, count: int) -> bytes:
        return b""


class CSV(FileWriter):
    """Comma-separated values (RFC 4180) in UTF-8 with a header line and without a BOM."""

    media_type = "text/csv; charset=utf-8; header=present"
    extension = "csv"

    def begin(self):
        return lines([[field.name for field in self.fields]])

    def write(self, chunk):
        cells = (csv_cells(field)(values) for field, values in zip(self.fields, chunk, strict=True))
        return lines(zip(*cells, strict=True))


def csv_cells(field: Field) -> Callable:
    """A function from the values of a column to its CSV cells."""
    if field.is_free_text:
        return lambda values: map(safe_cell, values)
    if field.datatype == "boolean":
        return lambda values: map(WORDS.get, values)
    return lambda values: values


def lines(rows) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


class NDJSON(FileWriter):
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
