"""Tables of a release and their foreign keys."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cases.models import Person
from cases.tables.exports.charges_events import CHARGES, DETENTIONS, EVENTS, PROSECUTIONS
from cases.tables.exports.records import CASES, DISAGREEMENTS, MEASURES, PEOPLE
from laws.tables.exports import LAWS, PROVISIONS, RECOMMENDATIONS
from tracker.codes import ALPHABET, LENGTH
from tracker.tables.exports.columns import LIST_SEPARATOR
from tracker.tables.exports.export_table import ExportTable
from tracker.tables.exports.records import FIGURES, ORGANISATIONS, SOURCES

Row = dict[str, object]

RELEASE_TABLES = (
    *(SOURCES, ORGANISATIONS, FIGURES, LAWS, PROVISIONS, RECOMMENDATIONS),
    # Without merged people, as in the public list.
    replace(PEOPLE, rows=lambda: Person.objects.filter(merged_into=None)),
    *(CASES, PROSECUTIONS, CHARGES, EVENTS, DETENTIONS, MEASURES, DISAGREEMENTS),
)

# Columns that hold the id of one row -> the table of that row.
FOREIGN_KEYS = {
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
TABLE_FOREIGN_KEYS = {
    ("provisions", "part_of"): "provisions",
    ("sources", "part_of"): "sources",
    ("detentions", "place"): "organisations",
}
# Columns that hold several ids -> their table, by default the one named like the column.
LIST_COLUMNS = {
    **{table.name: table.name for table in RELEASE_TABLES},
    "about_sources": "sources",
    "accused": "people",
    "charge_changes": "charges",
    "issuers": "organisations",
    "signatories": "organisations",
    "statements_signed": "sources",
}
CODE_PATTERN = re.compile(rf"\b[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}\b")


def foreign_keys(table: ExportTable) -> dict[str, str]:
    """Columns that hold the id of one row -> its table."""
    names = [field.name for field in table.fields()]
    own = {name: target for (of, name), target in TABLE_FOREIGN_KEYS.items() if of == table.name}
    targets = FOREIGN_KEYS | own
    return {name: targets[name] for name in names if name in targets}


def list_columns(table: ExportTable) -> dict[str, str]:
    """Columns that hold ids of several rows -> their table."""
    names = [field.name for field in table.fields()]
    by_role = [name for name in names if name.endswith("_organisations")]
    targets = LIST_COLUMNS | dict.fromkeys(by_role, "organisations")
    return {name: targets[name] for name in names if name in targets}


def split_list(value: str | None) -> list[str]:
    return value.split(LIST_SEPARATOR) if value else []


def referenced_ids(table: ExportTable, row: Row) -> Iterator[str]:
    """Ids of the row and of every record it refers to, including codes within texts."""
    ids = [row["id"], *(row[name] for name in foreign_keys(table))]
    ids += [member for name in list_columns(table) for member in split_list(row[name])]
    for record_id in filter(None, ids):
        yield record_id
        if "/" in record_id:  # a provision: its law too
            yield record_id.partition("/")[0]
    yield from CODE_PATTERN.findall(
        " ".join(value for value in row.values() if isinstance(value, str))
    )


def without_dangling_ids(table: ExportTable, row: Row, held: dict[str, set[str]]) -> Row:
    """The row, with the ids removed from its lists that the release does not hold.

    Their labels are removed too; all labels, if they cannot be matched to ids.
    """
    row = dict(row)
    for name, target in list_columns(table).items():
        ids, labels = split_list(row[name]), split_list(row.get(f"{name}_labels"))
        indexes = [index for index, member in enumerate(ids) if member in held[target]]
        if len(indexes) == len(ids):
            continue
        row[name] = LIST_SEPARATOR.join(ids[index] for index in indexes) or None
        if f"{name}_labels" in row:
            held_labels = [labels[index] for index in indexes] if len(labels) == len(ids) else []
            row[f"{name}_labels"] = LIST_SEPARATOR.join(held_labels) or None
    return row
