"""Columns of one export and the query that reads its rows as the public role."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import Error, connection
from django.db.models import QuerySet

from tracker.tables.exports.columns import ExportColumn, Field, Reader
from tracker.visibility.public_reader import public_reader

# Rows read and written at once: few enough that the first are soon out.
CHUNK = 500
# For the transaction of one file (docs/decisions/0011).
SETTINGS = {
    # A reader this slow loses the connection: each holds one of the database's.
    "idle_in_transaction_session_timeout": "120s",
    # Walk along the index of the key, looking up what belongs to each row, and collect nothing:
    # the first rows are out at once, and no guess about rows hidden by the views goes wrong.
    "enable_sort": "off",
    "enable_material": "off",
    "enable_hashagg": "off",
    # A view brings the tables its rows hang on: let all of them be put in order together.
    "join_collapse_limit": "20",
    "from_collapse_limit": "20",
    "geqo": "off",
}

# A part of a table, column by column.
Chunk = Sequence[Sequence]


class BrokenFile(Exception):
    """The database failed while a file was on its way: the connection must break, not end."""


@dataclass(frozen=True)
class ExportTable:
    """A list as rows and columns. Only the columns named here leave the house."""

    name: str  # of the resource, and in names of files
    title: str
    one_row: str  # what a row is
    rows: Callable[[], QuerySet]
    columns: tuple[ExportColumn, ...]
    key: tuple[str, ...] = ("code",)

    def fields(self) -> list[Field]:
        return [field for column in self.columns for field in column.fields()]

    def readers(self) -> list[Reader]:
        return [column.reader() for column in self.columns]

    def select(self, rows: QuerySet, site: str) -> QuerySet:
        """The rows as flat tuples, in the order of the key, in one statement."""
        if rows.query.distinct:  # a filter that joins; the columns need no comparing
            rows = self.rows().filter(pk__in=rows.order_by().values("pk"))
        named = {f"c{n}": c.expression(rows.model, site) for n, c in enumerate(self.columns)}
        return rows.order_by(*self.key).annotate(**named).values_list(*named)

    def opened(self, rows: QuerySet, site: str) -> Callable[[], Iterator[Chunk]]:
        """What reads the rows, later and elsewhere; all words are already chosen."""
        select, readers = self.select(rows, site), self.readers()
        return lambda: read(select, readers)


def stream_without_triggers() -> None:
    """Make the transaction one that streams."""
    with connection.cursor() as cursor:
        for name, value in SETTINGS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def read(select: QuerySet, readers: list[Reader]) -> Iterator[Chunk]:
    """Chunk by chunk through a cursor of the server, as the public, in a transaction of its own.

    Raises BrokenFile, which keeps what the database said (a condition may hold words that
    somebody searched for) out of the log.
    """
    try:
        with public_reader():
            stream_without_triggers()
            rows = select.iterator(chunk_size=CHUNK)
            while batch := list(islice(rows, CHUNK)):
                columns = zip(readers, zip(*batch, strict=True), strict=True)
                yield [written for reader, values in columns for written in reader(values)]
    except Error as error:
        raise BrokenFile(type(error).__name__) from None
