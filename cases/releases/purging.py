"""Rows of a purged release, with withheld names removed.

A stale row is replaced by the current public row of the record, or left out. A purge adds no
record that the release does not hold, and no name that it withholds.
"""

from pathlib import Path

from cases.enums import DisplayPolicy
from cases.models import Release
from cases.releases.consistent_read import execute_sql
from cases.releases.package import dangling_keys, read_ndjson, write_ndjson
from cases.releases.row_digests import RecordKey, stored_rows
from cases.releases.tables import RELEASE_TABLES, Row, without_dangling_ids

# How much of a name each policy shows; more is higher.
NAME_OPENNESS = {DisplayPolicy.WITHHELD: 0, DisplayPolicy.INITIALS: 1, DisplayPolicy.PSEUDONYM: 1}
FULL_OPENNESS = 2
PEOPLE = "people"
NAME_PATTERNS_QUERY = """
    SELECT DISTINCT spelling_pattern(variant)
    FROM cases_person p
    LEFT JOIN cases_personname n ON n.person_id = p.id,
    LATERAL (VALUES (p.name), (p.name_km), (n.spelling)) AS s(spelling),
    LATERAL (VALUES (s.spelling), (reversed_name(s.spelling))) AS v(variant)
    WHERE p.code = ANY (%s) AND p.merged_into_id IS NULL
      AND length(normalise_for_index(variant)) > 1
    ORDER BY 1"""
BLANK_NAMES_QUERY = """
    SELECT public.without_names(words, %s)
    FROM unnest(%s::text[]) WITH ORDINALITY AS given(words, place) ORDER BY place"""


def write_purged(
    release: Release, stale: set[RecordKey], present: dict[RecordKey, Row], folder: Path
) -> None:
    """Write the tables of the release with only what may be public now."""
    names = withheld_name_patterns(release)
    held = {table.name: set() for table in RELEASE_TABLES}
    for kind, code in release.records.filter(row__isnull=False).values_list("kind", "code"):
        if (kind, code) not in stale or (kind, code) in present:
            held[kind].add(code)
    for table in RELEASE_TABLES:
        columns = [field.name for field in table.fields()]
        rows = (
            # The columns of the table may have changed since the release was built.
            {name: row.get(name) for name in columns}
            if (table.name, code) not in stale
            else blank_names(
                without_dangling_ids(table, less_open_row(row, present[table.name, code]), held),
                names,
            )
            for code, row in stored_rows(release, table)
            if code in held[table.name]
        )
        write_ndjson(folder, table, rows)
    # A current row may refer to a record that the release never held.
    while lost := {(table, row) for table, row, *_key in dangling_keys(folder)}:
        for table in RELEASE_TABLES:
            rows = [r for r in read_ndjson(folder, table) if (table.name, r["id"]) not in lost]
            write_ndjson(folder, table, rows)


def less_open_row(then: Row, now: Row) -> Row:
    """The current row, unless it shows more of a name than the release does."""
    return then if name_openness(now) > name_openness(then) else now


def name_openness(row: Row) -> int:
    return NAME_OPENNESS.get(row.get("display_policy"), FULL_OPENNESS)


def withheld_name_patterns(release: Release) -> list[str]:
    """Patterns of the names that the release withholds, even if they are public again."""
    people = release.records.filter(kind=PEOPLE)
    codes = list(people.filter(row=None).values_list("code", flat=True))
    [table] = [table for table in RELEASE_TABLES if table.name == PEOPLE]
    codes += [
        code for code, row in stored_rows(release, table) if name_openness(row) < FULL_OPENNESS
    ]
    return [pattern for (pattern,) in execute_sql(NAME_PATTERNS_QUERY, codes)]


def blank_names(row: Row, names: list[str]) -> Row:
    """The row with all protected names and these patterns blanked out."""
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    blanked = execute_sql(BLANK_NAMES_QUERY, names, list(texts.values()))
    return row | {name: text for name, (text,) in zip(texts, blanked, strict=True)}
