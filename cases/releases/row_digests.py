"""Rows of a release, stored in the database by digest for comparison and purging."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
from django.db import transaction

from cases.models import Release, ReleaseRecord
from cases.releases.consistent_read import VisibilitySnapshot, execute_sql
from cases.releases.package import encode_row, read_ndjson
from cases.releases.tables import RELEASE_TABLES, Row, referenced_ids
from tracker.tables.exports.export_table import CHUNK, ExportTable

RecordKey = tuple[str, str]  # table and id
CODE_SEPARATOR = "\x1f"
INSERT_ROWS = """
    INSERT INTO cases_releasedrow (digest, content, codes, normalised)
    SELECT digest, content, string_to_array(codes, %s),
           normalise_for_index(text_of_row(content::jsonb))
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS given(digest, content, codes)
    ON CONFLICT DO NOTHING"""
DELETE_UNUSED_ROWS = """
    DELETE FROM cases_releasedrow w
    WHERE NOT EXISTS (SELECT FROM cases_releaserecord r WHERE r.row_id = w.digest)"""


def row_digest(table: ExportTable, line: bytes) -> str:
    return hashlib.sha256(table.name.encode() + b"\n" + line).hexdigest()


def digest_rows(folder: Path) -> dict[RecordKey, str]:
    """Digest of every row of the tables in a folder."""
    return {
        (table.name, row["id"]): row_digest(table, encode_row(row))
        for table in RELEASE_TABLES
        for row in read_ndjson(folder, table)
    }


def changes_between(
    previous: Release | None, now: dict[RecordKey, str]
) -> list[tuple[str, str, str]]:
    """Table, id and change of each row that differs from the previous release.

    Rows that were purged from the previous release are listed as removed, for those who hold a
    copy of it from before the purge.
    """
    records = previous.records.values_list("kind", "code", "row") if previous else ()
    before = {(kind, code): row for kind, code, row in records}
    changes = [(*key, "removed") for key in before.keys() - now.keys()]
    for key, digest in now.items():
        if before.get(key) is None:
            changes.append((*key, "added"))
        elif before[key] != digest:
            changes.append((*key, "changed"))
    return changes


@transaction.atomic
def store_release(release: Release, folder: Path, visibility: VisibilitySnapshot) -> None:
    """Save the release and its rows, and mark rows that are less public than when they were read.

    Concurrent withdrawals wait for the lock and then mark the rows of this release themselves.
    """
    execute_sql("SELECT pg_advisory_xact_lock(20210220)")  # see release_recall.sql
    release.save()
    gone = set(release.records.values_list("kind", "code"))
    release.records.all().delete()
    for table in RELEASE_TABLES:
        rows = read_ndjson(folder, table)
        while chunk := list(islice(rows, CHUNK)):
            store_rows(release, table, chunk)
            gone -= {(table.name, row["id"]) for row in chunk}
    ReleaseRecord.objects.bulk_create(
        ReleaseRecord(release=release, kind=kind, code=code) for kind, code in sorted(gone)
    )
    execute_sql(DELETE_UNUSED_ROWS)
    visibility.mark_less_public()


def store_rows(release: Release, table: ExportTable, rows: list[Row]) -> None:
    contents = [encode_row(row) for row in rows]
    row_digests = [row_digest(table, line) for line in contents]
    codes = [CODE_SEPARATOR.join(sorted(set(referenced_ids(table, row)))) for row in rows]
    execute_sql(
        INSERT_ROWS, CODE_SEPARATOR, row_digests, [line.decode() for line in contents], codes
    )
    ReleaseRecord.objects.bulk_create(
        ReleaseRecord(release=release, kind=table.name, code=row["id"], row_id=digest)
        for row, digest in zip(rows, row_digests, strict=True)
    )


def stored_rows(release: Release, table: ExportTable) -> Iterator[tuple[str, Row]]:
    """Id and row of all rows of a table in the release, in their order."""
    held = release.records.filter(kind=table.name, row__isnull=False).order_by("pk")
    for code, line in held.values_list("code", "row__content").iterator(chunk_size=CHUNK):
        yield code, orjson.loads(line)
