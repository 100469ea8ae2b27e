"""Columns of one export and the query that reads its rows as the public role."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import Error, connection
from django.db.models import QuerySet

from tracker.tables.exports.columns import ColumnFormatter, ExportColumn, ExportField
from tracker.visibility.public_reader import public_reader

# Rows fetched and sent at a time; small, so that the first bytes are sent soon.
CHUNK = 500
# PostgreSQL settings for the transaction of one export (docs/decisions/0011).
STREAM_SETTINGS = {
    # Disconnect a client that reads too slowly: each export occupies a database connection.
    "idle_in_transaction_session_timeout": "120s",
    # Scan the index of the sort key and join with nested loops, without materialising anything:
    # the first rows come at once, and misestimates of the rows that the views hide do no harm.
    "enable_sort": "off",
    "enable_material": "off",
    "enable_hashagg": "off",
    # The views add joins: plan the join order of all tables together, without GEQO.
    "join_collapse_limit": "20",
    "from_collapse_limit": "20",
    "geqo": "off",
}

# Some rows of an export, as one sequence of values per column.
Chunk = Sequence[Sequence]


class ExportStreamError(Exception):
    """The database failed while a file was sent: the response must abort, not end normally."""


@dataclass(frozen=True)
class ExportTable:
    """An exported list: its queryset and its columns. Only the columns listed here are exported."""

    name: str  # of the API resource; also used in file names
    title: str
    one_row: str  # what one row stands for
    rows: Callable[[], QuerySet]
    columns: tuple[ExportColumn, ...]
    key: tuple[str, ...] = ("code",)

    def fields(self) -> list[ExportField]:
        return [field for column in self.columns for field in column.fields()]

    def select(self, rows: QuerySet, site: str) -> QuerySet:
        """The rows as tuples, ordered by `key`, as one statement."""
        if rows.query.distinct:  # a joining filter: apply DISTINCT to ids, not to all the columns
            rows = self.rows().filter(pk__in=rows.order_by().values("pk"))
        expressions = {f"c{n}": c.expression(rows.model, site) for n, c in enumerate(self.columns)}
        return rows.order_by(*self.key).annotate(**expressions).values_list(*expressions)

    def chunk_reader(self, rows: QuerySet, site: str) -> Callable[[], Iterator[Chunk]]:
        """A callable that reads the rows later, when the response is sent.

        Labels are fixed now: the active language and the request are gone by then.
        """
        select = self.select(rows, site)
        readers = [column.formatter() for column in self.columns]
        return lambda: read_chunks(select, readers)


def apply_stream_settings() -> None:
    """Apply the streaming settings to the current transaction."""
    with connection.cursor() as cursor:
        for name, value in STREAM_SETTINGS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def read_chunks(select: QuerySet, readers: list[ColumnFormatter]) -> Iterator[Chunk]:
    """Read chunks through a server-side cursor, as the public role, in a transaction of its own.

    Raises ExportStreamError without the message of the database: it may quote search terms,
    which must not reach the log.
    """
    try:
        with public_reader():
            apply_stream_settings()
            rows = select.iterator(chunk_size=CHUNK)
            while batch := list(islice(rows, CHUNK)):
                columns = zip(readers, zip(*batch, strict=True), strict=True)
                yield [cells for reader, values in columns for cells in reader(values)]
    except Error as error:
        raise ExportStreamError(type(error).__name__) from None
