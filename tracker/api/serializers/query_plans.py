"""Query plan of a response: columns per table, level by level.

The fields of a serializer request their columns once per kind of response (`bind_columns`); from
these comes one statement for each level of the tree: cases and who takes part in them, then their
charges, then what became of these. However many rows and kinds of rows a level has, it is one
question to PostgreSQL, which hands over plain lists. See docs/decisions/0022.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import md5
from itertools import count

import orjson
from django.db import connection
from psycopg2.extensions import AsIs

from tracker.api.serializers.column_references import RowRef, computed_by
from tracker.api.serializers.links import Links
from tracker.api.serializers.table_queries import IDS, TableQuery

ALL = "all"
EVERYTHING = frozenset([ALL])


@dataclass
class FetchedRows:
    """What was read for one answer, and what is told of it already."""

    links: Links
    asked: dict  # by parameters of the resource, such as a day
    rows: list[dict[int, list]]  # of each table: by the id they belong to
    root: list | None = None  # the row of the record that is being told
    known: dict[type, dict] = field(default_factory=lambda: defaultdict(dict))


class QueryPlan:
    """How answers of one kind are read and told: made once, used for every request."""

    def __init__(self, shape, included: frozenset[str], names: tuple[str, ...]):
        self.tables: list[TableQuery] = []
        # Of the others there are too many to be kept in every connection.
        self.is_common = not names and included in (frozenset(), EVERYTHING)
        model = shape.Meta.model
        root = TableQuery(self.tables, model._default_manager.order_by(), "pk", computed_by(shape))
        self.tell = shape.row_renderer(RowRef(root, model, included), names)
        depths = sorted({table.depth for table in self.tables})
        self.levels = [QueryLevel([t for t in self.tables if t.depth == depth]) for depth in depths]

    def told(self, ids: list[int], links: Links, asked: dict) -> list[dict]:
        """The records of the ids, in that order; one that is gone in between is left out."""
        found = FetchedRows(links, asked, [{} for _table in self.tables])
        for level in self.levels:
            level.read(ids, found.rows, is_prepared=self.is_common)
        return [
            self.render_reference(row, found) for key in ids for row in found.rows[0].get(key, ())
        ]

    def render_reference(self, row: list, found: FetchedRows) -> dict:
        found.root = row
        return self.tell(row, found)


class QueryLevel:
    """Tables whose rows belong to rows that are known already: read in one statement."""

    def __init__(self, tables: list[TableQuery]):
        self.tables = tables
        statements = [table.statement() for table in tables]
        self.sql = "SELECT " + ", ".join(sql for sql, _params in statements)
        self.params = [param for _sql, params in statements for param in params]
        arrays = ", ".join(["%s::bigint[]"] * len(tables))
        said = repr([self.sql, [param for param in self.params if param is not IDS]])
        self.name = f"level_{md5(said.encode(), usedforsecurity=False).hexdigest()}"
        self.prepared = f"EXECUTE {self.name} ({arrays})"

    def read(self, root_ids: list[int], rows: list[dict], *, is_prepared: bool) -> None:
        ids = [root_ids if t.is_of_root else owners_of(t, rows) for t in self.tables]
        with connection.cursor() as cursor:
            if is_prepared:
                self.prepare()
                cursor.execute(self.prepared, ids)
            else:
                each = iter(ids)
                cursor.execute(self.sql, [next(each) if p is IDS else p for p in self.params])
            answers = cursor.fetchone()
        for table, answer in zip(self.tables, answers, strict=True):
            groups = rows[table.number] = defaultdict(list)
            for row in orjson.loads(answer or "[]"):
                groups[row[0]].append(row)

    def prepare(self) -> None:
        """Once per connection: to plan it anew for every answer takes longer than to run it."""
        if self.name in connection.prepared:
            return
        numbers = count(1)
        params = [AsIs(f"${next(numbers)}") if p is IDS else p for p in self.params]
        types = ", ".join(["bigint[]"] * len(self.tables))
        with connection.connection.cursor() as cursor:  # not Django's: nobody's question
            cursor.execute(f"PREPARE {self.name} ({types}) AS {self.sql}", params)
        connection.prepared.add(self.name)


def owners_of(table: TableQuery, rows: list[dict]) -> list[int]:
    groups = rows[table.owners.number].values()
    return list({row[table.key] for group in groups for row in group} - {None})
