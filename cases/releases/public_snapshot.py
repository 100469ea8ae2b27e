"""Reads all public tables in one repeatable-read transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import translation

from cases.releases.tables import Row
from cases.statistics import Usage, UsageFilter
from tracker.tables.exports import ExportTable
from tracker.visibility.public_reader import public_reader


@contextmanager
def one_moment():
    """All that is read inside is of one moment; in a larger transaction, of what that sees."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        if is_outermost:
            ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def ask(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def rows_of(table: ExportTable) -> Iterator[Row]:
    """As the public reads them, in the order of the key."""
    names = [field.name for field in table.fields()]
    for chunk in table.opened(table.rows(), settings.SITE_ADDRESS)():
        for values in zip(*chunk, strict=True):
            yield dict(zip(names, values, strict=True))


def data_version() -> str:
    """The version that the pages of that moment say."""
    with public_reader():
        return Usage(UsageFilter(QueryDict())).data_version


@dataclass(frozen=True)
class VisibilitySnapshot:
    """How public each record is, and which spellings are protected: for staff, to compare."""

    records: dict[str, str]
    spellings: frozenset[tuple[str, str]]

    @classmethod
    def now(cls) -> "VisibilitySnapshot":
        return cls(
            dict(ask("SELECT id, shown FROM public.visible_records()")),
            frozenset(ask("SELECT normalised, pattern FROM tracker_protectedspelling")),
        )

    def recall_since(self) -> None:
        """Mark what releases tell of records that have become less public since then."""
        now = self.now()
        gone = [code for code, shown in self.records.items() if now.records.get(code) != shown]
        ask("SELECT public.recall_records(%s)", gone)
        for spelling in now.spellings - self.spellings:
            ask("SELECT public.recall_mentions(%s, %s)", *spelling)
