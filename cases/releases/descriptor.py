"""`datapackage.json` (Frictionless Data).

Data Package 2.0 (https://datapackage.org). The standard allows additional properties; ours are
`rows` (number of rows), `idsOf` (the table that a list refers to) and `purgedOn`.
"""

import json
from collections.abc import Callable

from django.conf import settings

from cases.releases.tables import RELEASE_TABLES, foreign_keys, list_columns
from tracker.tables.exports.columns import ExportField
from tracker.tables.exports.export_table import ExportTable

# Data types that Frictionless calls otherwise than CSV on the Web does.
FRICTIONLESS_TYPES = {"decimal": "number", "dateTime": "datetime", "anyURI": "string"}
TABLE_MEDIA_TYPES = {"csv": "text/csv", "ndjson": "application/x-ndjson"}
DESCRIPTION = (
    "Which articles of Cambodian law are used against whom, when, with what outcome, and who asked "
    "for those articles to change. What is not known is empty; dates are ranges of possible days; "
    "in lists, members are separated by “; ”. In CSV an apostrophe before = + - @ is not part of "
    "the text. The codebook explains columns and values."
)


def build_descriptor(parts, *, slug: str, purged_on=None) -> str:
    """The descriptor of a package of these files, as JSON."""
    by_path = {part.path: part for part in parts}
    tables = [
        table_resource(by_path[f"data/{table.name}.{kind}"], table, kind)
        for table in RELEASE_TABLES
        for kind in TABLE_MEDIA_TYPES
    ]
    purged = {"purgedOn": purged_on.isoformat()} if purged_on else {}
    content = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cambodian-laws-in-use",
        "title": "Cambodia's laws in use",
        "description": DESCRIPTION,
        "version": slug,
        **({"homepage": settings.SITE_ADDRESS} if settings.SITE_ADDRESS else {}),
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": settings.DATA_LICENCE,
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "sources": [{"title": "The documents in the table “sources”, cited row by row"}],
        **purged,
        "resources": [*tables, changes_resource(by_path["changes.csv"])],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def table_resource(part, table: ExportTable, kind: str) -> dict:
    """Resource of a table as CSV or NDJSON; its foreign keys refer to resources of that format."""

    def resource_name(name: str) -> str:
        return name if kind == "csv" else f"{name}-ndjson"

    return {
        "name": resource_name(table.name),
        "title": str(table.title),
        "description": f"One row is one {table.one_row}.",
        **file_properties(part, kind),
        "schema": {
            "fields": [field_descriptor(table, field, resource_name) for field in table.fields()],
            "primaryKey": ["id"],
            "foreignKeys": [
                {
                    "fields": [name],
                    "reference": {"resource": resource_name(target), "fields": ["id"]},
                }
                for name, target in foreign_keys(table).items()
            ],
        },
    }


def field_descriptor(
    table: ExportTable, field: ExportField, resource_name: Callable[[str], str]
) -> dict:
    kind = FRICTIONLESS_TYPES.get(field.datatype, field.datatype)
    properties = {"name": field.name, "title": field.label, "type": kind}
    if field.name == "id":
        properties["constraints"] = {"required": True, "unique": True}
    if target := list_columns(table).get(field.name):
        properties["idsOf"] = resource_name(target)
    return properties


def changes_resource(part) -> dict:
    names = {"table": "Table", "id": "Id of the row", "change": "What became of it"}
    fields = [{"name": name, "title": title, "type": "string"} for name, title in names.items()]
    fields[2]["constraints"] = {"enum": ["added", "changed", "removed"]}
    return {
        "name": "changes",
        "title": "Changes since the release before",
        **file_properties(part, "csv"),
        "schema": {"fields": fields, "primaryKey": ["table", "id"]},
    }


def file_properties(part, kind: str) -> dict:
    return {
        "path": part.path,
        "format": kind,
        "mediatype": TABLE_MEDIA_TYPES[kind],
        "encoding": "utf-8",
        "bytes": part.bytes,
        "hash": f"sha256:{part.sha256}",
        "rows": part.rows,
    }
