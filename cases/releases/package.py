"""Builds the zip file of a release.

The same rows, slug and changes give the same bytes.
"""

import csv
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from django.conf import settings

from cases.releases.codebook_text import render_codebook
from cases.releases.descriptor import build_descriptor
from cases.releases.tables import RELEASE_TABLES, Row, foreign_keys
from tracker.tables.exports.export_table import CHUNK, ExportTable
from tracker.tables.exports.writers import csv_cell_formatter, csv_lines

LICENCE = """The data in this package are given out under the licence
Creative Commons Attribution 4.0 International (CC BY 4.0):
{address}

The licence covers this record, not the documents it cites.
"""


class DanglingKey(Exception):
    """A foreign key leads to no row of the release; nothing is released until that is fixed."""


@dataclass(frozen=True)
class PackageFile:
    """A file in the working folder; `rows` is 0 unless it is a table or the whole package."""

    path: str
    bytes: int
    sha256: str
    rows: int = 0


def encode_row(row: Row) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def ndjson_path(folder: Path, table: ExportTable) -> Path:
    return folder / "data" / f"{table.name}.ndjson"


def write_ndjson(folder: Path, table: ExportTable, rows: Iterable[Row]) -> None:
    with ndjson_path(folder, table).open("wb") as file:
        file.writelines(map(encode_row, rows))


def read_ndjson(folder: Path, table: ExportTable) -> Iterator[Row]:
    with ndjson_path(folder, table).open("rb") as file:
        yield from map(orjson.loads, file)


def dangling_keys(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Table, row id, column and value of each foreign key that leads to no row."""
    ids = {
        table.name: {row["id"] for row in read_ndjson(folder, table)} for table in RELEASE_TABLES
    }
    for table in RELEASE_TABLES:
        targets = foreign_keys(table)
        for row in read_ndjson(folder, table):
            for name, target in targets.items():
                if row[name] is not None and row[name] not in ids[target]:
                    yield table.name, row["id"], name, row[name]


def pack(folder: Path, *, slug: str, purged_on=None) -> PackageFile:
    """Add all other files to the NDJSON tables and `changes.csv` of the folder, and zip them.

    Raises DanglingKey.
    """
    for table, row, name, value in dangling_keys(folder):
        raise DanglingKey(f"{table}: {row} has {name} {value}, which is not in this release.")
    parts = [describe_file(folder, "changes.csv")]
    for table in RELEASE_TABLES:
        write_csv(folder, table)
        parts += (describe_file(folder, f"data/{table.name}.{kind}") for kind in ("csv", "ndjson"))
    texts = {f"codebook.{language}.md": render_codebook(language) for language in ("en", "km")}
    texts["LICENCE.txt"] = LICENCE.format(address=settings.DATA_LICENCE)
    texts["datapackage.json"] = build_descriptor(parts, slug=slug, purged_on=purged_on)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        parts.append(describe_file(folder, name))
    parts.sort(key=lambda part: part.path)
    checksums = "".join(f"{part.sha256}  {part.path}\n" for part in parts)
    (folder / "SHA256SUMS").write_text(checksums, encoding="utf-8")
    file = write_zip(folder, [*(part.path for part in parts), "SHA256SUMS"])
    rows = sum(part.rows for part in parts if part.path.endswith(".ndjson"))
    return replace(describe_file(folder, file.name), rows=rows)


def write_csv(folder: Path, table: ExportTable) -> None:
    """Write a table as CSV from its NDJSON, in the format of the CSV export."""
    fields, rows = table.fields(), read_ndjson(folder, table)
    formatters = [(field.name, csv_cell_formatter(field)) for field in fields]
    with (folder / "data" / f"{table.name}.csv").open("wb") as file:
        file.write(csv_lines([[field.name for field in fields]]))
        while chunk := list(islice(rows, CHUNK)):
            columns = (formatter([row[name] for row in chunk]) for name, formatter in formatters)
            file.write(csv_lines(zip(*columns, strict=True)))


def write_changes(folder: Path, changes: list[tuple[str, str, str]]) -> None:
    lines = csv_lines([("table", "id", "change"), *sorted(changes)])
    (folder / "changes.csv").write_bytes(lines)


def describe_file(folder: Path, path: str) -> PackageFile:
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    return PackageFile(path, size, digest, count_rows(folder / path))


def count_rows(file: Path) -> int:
    """Number of rows of a table; 0 for other files."""
    if file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as content:
            return sum(1 for _row in csv.reader(content)) - 1
    if file.suffix == ".ndjson":
        with file.open("rb") as content:
            return sum(1 for _line in content)
    return 0


def write_zip(folder: Path, paths: list[str]) -> Path:
    """Zip the files with fixed dates, so that the same content gives the same bytes."""
    file = folder / "package.zip"
    with file.open("wb") as target:
        with ZipFile(target, "w") as package:
            for path in paths:
                entry = ZipInfo(path)
                entry.compress_type = ZIP_DEFLATED
                with (folder / path).open("rb") as part, package.open(entry, "w") as inside:
                    copyfileobj(part, inside)
        target.flush()
        os.fsync(target.fileno())
    return file
