"""Stored rows of a release, for comparison and purging."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
from django.db import transaction

from cases.models import Release, ReleaseRecord
from cases.releases.package import line_of, read_lines
from cases.releases.public_snapshot import VisibilitySnapshot, ask
from cases.releases.tables import TABLES, Row, records_in
from tracker.tables.exports import ExportTable
from tracker.tables.exports.export_table import CHUNK

Key = tuple[str, str]  # table and id
BETWEEN = "\x1f"
KEEP_ROWS = """
    INSERT INTO cases_releasedrow (digest, content, codes, normalised)
    SELECT digest, content, string_to_array(codes, %s),
           normalise_for_index(text_of_row(content::jsonb))
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS given(digest, content, codes)
    ON CONFLICT DO NOTHING"""
FORGET_ROWS = """
    DELETE FROM cases_releasedrow w
    WHERE NOT EXISTS (SELECT FROM cases_releaserecord r WHERE r.row_id = w.digest)"""


def digest_of(table: ExportTable, line: bytes) -> str:
    return hashlib.sha256(table.name.encode() + b"\n" + line).hexdigest()


def digests(folder: Path) -> dict[Key, str]:
    """Every row of the tables in a folder."""
    return {
        (table.name, row["id"]): digest_of(table, line_of(row))
        for table in TABLES
        for row in read_lines(folder, table)
    }


def changes_between(previous: Release | None, now: dict[Key, str]) -> list[tuple[str, str, str]]:
    """Table, id and change of each row that differs from the release before.

    What was purged from that one is removed here: whoever keeps a copy of it needs to know.
    """
    records = previous.records.values_list("kind", "code", "row") if previous else ()
    before = {(kind, code): row for kind, code, row in records}
    found = [(*key, "removed") for key in before.keys() - now.keys()]
    for key, digest in now.items():
        if before.get(key) is None:
            found.append((*key, "added"))
        elif before[key] != digest:
            found.append((*key, "changed"))
    return found


@transaction.atomic
def put_in_place(release: Release, folder: Path, seen: VisibilitySnapshot) -> None:
    """List the release with the rows of a folder, as far as all of them are public still.

    Whoever withdraws something meanwhile waits, and then finds the release; what was withdrawn
    since the rows were read marks it at once.
    """
    ask("SELECT pg_advisory_xact_lock(20210220)")  # see releases.sql
    release.save()
    gone = set(release.records.values_list("kind", "code"))
    release.records.all().delete()
    for table in TABLES:
        rows = read_lines(folder, table)
        while chunk := list(islice(rows, CHUNK)):
            store_rows(release, table, chunk)
            gone -= {(table.name, row["id"]) for row in chunk}
    ReleaseRecord.objects.bulk_create(
        ReleaseRecord(release=release, kind=kind, code=code) for kind, code in sorted(gone)
    )
    ask(FORGET_ROWS)
    seen.recall_since()


def store_rows(release: Release, table: ExportTable, rows: list[Row]) -> None:
    contents = [line_of(row) for row in rows]
    found = [digest_of(table, line) for line in contents]
    codes = [BETWEEN.join(sorted(set(records_in(table, row)))) for row in rows]
    ask(KEEP_ROWS, BETWEEN, found, [line.decode() for line in contents], codes)
    ReleaseRecord.objects.bulk_create(
        ReleaseRecord(release=release, kind=table.name, code=row["id"], row_id=digest)
        for row, digest in zip(rows, found, strict=True)
    )


def rows_held(release: Release, table: ExportTable) -> Iterator[tuple[str, Row]]:
    """Id and row of all that it holds of a table, in order."""
    held = release.records.filter(kind=table.name, row__isnull=False).order_by("pk")
    for code, line in held.values_list("code", "row__content").iterator(chunk_size=CHUNK):
        yield code, orjson.loads(line)
