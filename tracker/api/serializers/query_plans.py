"""Query plan of a response: columns per table, level by level.

The fields of a serializer request their columns once per kind of response (`bind_columns`). The
plan has one statement for each level of the tree: the cases and their participations, then the
charges of these, then the changes of those. Each statement returns every table of its level as one
JSON array of rows. See docs/decisions/0022.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import md5
from itertools import count

import orjson
from django.db import connection
from psycopg2.extensions import AsIs

from tracker.api.serializers.column_references import RowRef
from tracker.api.serializers.links import Links
from tracker.api.serializers.table_queries import IDS, TableQuery

ALL = "all"
EVERYTHING = frozenset([ALL])


@dataclass
class FetchedRows:
    """Rows read for one response, and a memo of references already rendered."""

    links: Links
    parameters: dict  # of the resource, such as a day
    rows: list[dict[int, list]]  # of each table, by the id of the row they belong to
    root: list | None = None  # the row of the record that is rendered
    rendered: dict[tuple, dict] = field(default_factory=lambda: defaultdict(dict))


class QueryPlan:
    """How responses of one kind are read and rendered: compiled once, used by every request."""

    def __init__(self, serializer, included: frozenset[str], names: tuple[str, ...]):
        self.tables: list[TableQuery] = []
        # There are too many combinations of `fields` and `include` to prepare all of them.
        self.is_prepared = not names and included in (frozenset(), EVERYTHING)
        meta = serializer.Meta
        rows, computed = meta.model._default_manager.order_by(), getattr(meta, "computed", {})
        root = RowRef(TableQuery(self.tables, rows, "pk", computed), meta.model, included)
        self.render_row = serializer.row_renderer(root, names)
        depths = sorted({table.depth for table in self.tables})
        self.levels = [
            QueryLevel(
                f"query_plan_{meta.model._meta.model_name}_level_{depth}",
                [table for table in self.tables if table.depth == depth],
            )
            for depth in depths
        ]

    def render(self, ids: list[int], links: Links, parameters: dict) -> list[dict]:
        """The records with these ids, in that order, without those deleted in the meantime."""
        fetched = FetchedRows(links, parameters, [{} for _table in self.tables])
        for level in self.levels:
            level.read(ids, fetched.rows, is_prepared=self.is_prepared)
        roots = fetched.rows[0]
        return [self.render_record(row, fetched) for key in ids for row in roots.get(key, ())]

    def render_record(self, row: list, fetched: FetchedRows) -> dict:
        fetched.root = row
        return self.render_row(row, fetched)


class QueryLevel:
    """Tables whose owner rows are known already: read in one statement.

    The statement is prepared as `label` and a digest, so that the database log leads here and to
    the model.
    """

    def __init__(self, label: str, tables: list[TableQuery]):
        self.tables = tables
        statements = [table.statement() for table in tables]
        self.sql = "SELECT " + ", ".join(sql for sql, _params in statements)
        self.params = [param for _sql, params in statements for param in params]
        arrays = ", ".join(["%s::bigint[]"] * len(tables))
        content = repr([self.sql, [param for param in self.params if param is not IDS]])
        self.name = f"{label}_{md5(content.encode(), usedforsecurity=False).hexdigest()[:12]}"
        self.prepared = f"EXECUTE {self.name} ({arrays})"

    def read(self, root_ids: list[int], rows: list[dict], *, is_prepared: bool) -> None:
        ids = [root_ids if t.is_of_root else owner_ids(t, rows) for t in self.tables]
        with connection.cursor() as cursor:
            if is_prepared:
                self.prepare()
                cursor.execute(self.prepared, ids)
            else:
                each = iter(ids)
                cursor.execute(self.sql, [next(each) if p is IDS else p for p in self.params])
            arrays = cursor.fetchone()
        for table, array in zip(self.tables, arrays, strict=True):
            groups = rows[table.number] = defaultdict(list)
            for row in orjson.loads(array or "[]"):
                groups[row[0]].append(row)

    def prepare(self) -> None:
        """Once per connection: planning the statement takes longer than running it."""
        if self.name in connection.prepared:
            return
        numbers = count(1)
        params = [AsIs(f"${next(numbers)}") if p is IDS else p for p in self.params]
        types = ", ".join(["bigint[]"] * len(self.tables))
        with connection.connection.cursor() as cursor:  # psycopg2's: not counted as a query
            cursor.execute(f"PREPARE {self.name} ({types}) AS {self.sql}", params)
        connection.prepared.add(self.name)


def owner_ids(table: TableQuery, rows: list[dict]) -> list[int]:
    groups = rows[table.owners.number].values()
    return list({row[table.key] for group in groups for row in group} - {None})
