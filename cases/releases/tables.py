"""Tables of a release and their foreign keys."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cases.models import Person
from cases.tables.exports import (
    CASES,
    CHARGES,
    DETENTIONS,
    DISAGREEMENTS,
    EVENTS,
    MEASURES,
    PEOPLE,
    PROSECUTIONS,
)
from laws.tables.exports import LAWS, PROVISIONS, RECOMMENDATIONS
from tracker.codes import ALPHABET, LENGTH
from tracker.tables.exports import ExportTable
from tracker.tables.exports.columns import LIST_SEPARATOR
from tracker.tables.exports.records import FIGURES, ORGANISATIONS, SOURCES

Row = dict[str, object]

TABLES = (
    *(SOURCES, ORGANISATIONS, FIGURES, LAWS, PROVISIONS, RECOMMENDATIONS),
    # As in every list: the same human being once.
    replace(PEOPLE, rows=lambda: Person.objects.filter(merged_into=None)),
    *(CASES, PROSECUTIONS, CHARGES, EVENTS, DETENTIONS, MEASURES, DISAGREEMENTS),
)

# A column that holds the id of one row, and in which table that is.
ONE = {
    "case": "cases",
    "person": "people",
    "organisation": "organisations",
    "provision": "provisions",
    "law": "laws",
    "court": "organisations",
    "base": "charges",
    "requalified_from": "charges",
    "known_from": "sources",
}
ONE_IN = {
    ("provisions", "part_of"): "provisions",
    ("sources", "part_of"): "sources",
    ("detentions", "place"): "organisations",
}
# A column that holds several: of the table of its name, unless it is told here.
MANY = {
    **{table.name: table.name for table in TABLES},
    "about_sources": "sources",
    "accused": "people",
    "charge_changes": "charges",
    "issuers": "organisations",
    "signatories": "organisations",
    "statements_signed": "sources",
}
CODE = re.compile(rf"\b[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}\b")


def keys(table: ExportTable) -> dict[str, str]:
    """The columns that hold the id of one row, each with the table it is in."""
    names = [field.name for field in table.fields()]
    found = {name: ONE_IN.get((table.name, name)) or ONE.get(name) for name in names}
    return {name: target for name, target in found.items() if target}


def lists(table: ExportTable) -> dict[str, str]:
    """The columns that hold ids of several rows, each with the table they are in."""
    names = [field.name for field in table.fields()]
    found = {
        name: "organisations" if name.endswith("_organisations") else MANY.get(name)
        for name in names
    }
    return {name: target for name, target in found.items() if target}


def members(value: str | None) -> list[str]:
    return value.split(LIST_SEPARATOR) if value else []


def records_in(table: ExportTable, row: Row) -> Iterator[str]:
    """The id of the row and of every record it names, in whatever column."""
    named = [row["id"], *(row[name] for name in keys(table))]
    named += [one for name in lists(table) for one in members(row[name])]
    for one in filter(None, named):
        yield one
        if "/" in one:  # a provision: of which law
            yield one.partition("/")[0]
    yield from CODE.findall(" ".join(value for value in row.values() if isinstance(value, str)))


def without_dangling_ids(table: ExportTable, row: Row, held: dict[str, set[str]]) -> Row:
    """The row, its lists without the records a release does not hold.

    Labels go with their ids; where they cannot be told apart, all of them go.
    """
    row = dict(row)
    for name, target in lists(table).items():
        ids, labels = members(row[name]), members(row.get(f"{name}_labels"))
        kept = [place for place, one in enumerate(ids) if one in held[target]]
        if len(kept) == len(ids):
            continue
        row[name] = LIST_SEPARATOR.join(ids[place] for place in kept) or None
        if f"{name}_labels" in row:
            told = [labels[place] for place in kept] if len(labels) == len(ids) else []
            row[f"{name}_labels"] = LIST_SEPARATOR.join(told) or None
    return row
