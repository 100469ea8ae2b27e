"""Reads all public tables in one repeatable-read transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from cases.releases.tables import Row
from tracker.models import DataVersion
from tracker.tables.exports.export_table import ExportTable
from tracker.visibility.public_reader import public_reader


@contextmanager
def snapshot_transaction():
    """Read in one repeatable-read transaction, in the default language.

    Inside an outer transaction (tests), its isolation level applies.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        if is_outermost:
            execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def execute_sql(statement: str, *values) -> list[tuple]:
    """Execute SQL; returns its rows, or [] for a statement without a result."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def read_public_rows(table: ExportTable) -> Iterator[Row]:
    """Public rows of a table, ordered by its key."""
    names = [field.name for field in table.fields()]
    for chunk in table.chunk_reader(table.rows(), settings.SITE_ADDRESS)():
        for values in zip(*chunk, strict=True):
            yield dict(zip(names, values, strict=True))


def public_data_version() -> str:
    """The data version that public pages show."""
    with public_reader():
        return DataVersion.objects.token()


@dataclass(frozen=True)
class VisibilitySnapshot:
    """How much of each record is public, and which spellings are protected, at one moment.

    Read with staff rights; never published.
    """

    records: dict[str, str]
    spellings: frozenset[tuple[str, str]]

    @classmethod
    def now(cls) -> "VisibilitySnapshot":
        return cls(
            dict(execute_sql("SELECT id, shown FROM public.visible_records()")),
            frozenset(execute_sql("SELECT normalised, pattern FROM tracker_protectedspelling")),
        )

    def mark_less_public(self) -> None:
        """Mark rows of releases as stale that mention records which are less public by now."""
        now = self.now()
        gone = [code for code, shown in self.records.items() if now.records.get(code) != shown]
        execute_sql("SELECT public.recall_records(%s)", gone)
        for spelling in now.spellings - self.spellings:
            execute_sql("SELECT public.recall_mentions(%s, %s)", *spelling)
