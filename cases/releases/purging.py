"""Rows that stay in a purged release, with names withheld.

A row that tells of something no longer public is replaced by what the public sees of it now, or
left out. Nothing gets in that the release does not hold, and no name that it withholds.
"""

from pathlib import Path

from cases.enums import DisplayPolicy
from cases.models import Release
from cases.releases.package import dangling, read_lines, write_lines
from cases.releases.public_snapshot import ask
from cases.releases.row_digests import Key, rows_held
from cases.releases.tables import TABLES, Row, without_dangling_ids

# How much of a name is shown, the least first.
OPENNESS = {DisplayPolicy.WITHHELD: 0, DisplayPolicy.INITIALS: 1, DisplayPolicy.PSEUDONYM: 1}
FULL = 2
PEOPLE = "people"
PATTERNS = """
    SELECT DISTINCT spelling_pattern(variant)
    FROM cases_person p
    LEFT JOIN cases_personname n ON n.person_id = p.id,
    LATERAL (VALUES (p.name), (p.name_km), (n.spelling)) AS s(spelling),
    LATERAL (VALUES (s.spelling), (reversed_name(s.spelling))) AS v(variant)
    WHERE p.code = ANY (%s) AND p.merged_into_id IS NULL
      AND length(normalise_for_index(variant)) > 1
    ORDER BY 1"""
BLANKED = """
    SELECT public.without_names(words, %s)
    FROM unnest(%s::text[]) WITH ORDINALITY AS given(words, place) ORDER BY place"""


def write_purged(release: Release, stale: set[Key], present: dict[Key, Row], folder: Path) -> None:
    """Write the tables of the release as they may be given out now."""
    names = names_withheld(release)
    held = {table.name: set() for table in TABLES}
    for kind, code in release.records.filter(row__isnull=False).values_list("kind", "code"):
        if (kind, code) not in stale or (kind, code) in present:
            held[kind].add(code)
    for table in TABLES:
        columns = [field.name for field in table.fields()]
        rows = (
            # The code may know other columns by now.
            {name: row.get(name) for name in columns}
            if (table.name, code) not in stale
            else without_names(
                without_dangling_ids(table, least_open(row, present[table.name, code]), held), names
            )
            for code, row in rows_held(release, table)
            if code in held[table.name]
        )
        write_lines(folder, table, rows)
    # A row as it is now may point to what the release never held.
    while lost := {(table, row) for table, row, *_key in dangling(folder)}:
        for table in TABLES:
            rows = [r for r in read_lines(folder, table) if (table.name, r["id"]) not in lost]
            write_lines(folder, table, rows)


def least_open(then: Row, now: Row) -> Row:
    """The row as it is now, unless that says more of somebody's name than the release does."""
    return then if openness(now) > openness(then) else now


def openness(row: Row) -> int:
    return OPENNESS.get(row.get("display_policy"), FULL)


def names_withheld(release: Release) -> list[str]:
    """Patterns of the names that the release does not tell, though they may be public again."""
    people = release.records.filter(kind=PEOPLE)
    codes = list(people.filter(row=None).values_list("code", flat=True))
    [table] = [table for table in TABLES if table.name == PEOPLE]
    codes += [code for code, row in rows_held(release, table) if openness(row) < FULL]
    return [pattern for (pattern,) in ask(PATTERNS, codes)]


def without_names(row: Row, names: list[str]) -> Row:
    """The row with every protected name, and these, blanked out."""
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    blanked = ask(BLANKED, names, list(texts.values()))
    return row | {name: words for name, (words,) in zip(texts, blanked, strict=True)}
