"""Rows an import would create or change, compared with existing rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from tracker.models import GivenKey


@dataclass(frozen=True, eq=False)
class TableMapping:
    """How rows of one model are made by an import, and by what one of them is known again.

    A record is known by its code, or by a key that its sender gives it (`keys`); what hangs on a
    record (`owner`) by the values of some of its columns.
    """

    model: type[models.Model]
    keys: type[GivenKey] | None = None
    owner: str = ""
    identity: tuple[str, ...] = ()
    told: str = ""  # the column that says which one it is, where one is enough
    # Made by a trigger with their owner: known only once that is written.
    comes_with_owner: bool = False
    # Columns of rows that are there already which no import changes, with what to do instead.
    settled: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[models.Model], None] = lambda _row: (
        None
    )  # of a new row, before it is written

    @property
    def owner_column(self) -> str:
        return self.model._meta.get_field(self.owner).attname

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass(frozen=True)
class ColumnDifference:
    """One column of a row that is there already: what it holds, and what the table says."""

    name: str
    old: Any
    new: Any


@dataclass(eq=False)
class RowDraft:
    """One row of our own, as the table wants it: `values` are by column."""

    shape: TableMapping
    row: int
    identity: tuple = ()
    owner: "RowDraft | None" = None
    values: dict[str, Any] = field(default_factory=dict)
    said_in: dict[str, tuple[int, str]] = field(default_factory=dict)  # column -> row, its head
    existing: models.Model | None = None
    differences: list[ColumnDifference] = field(default_factory=list)
    given_keys: set[str] = field(default_factory=set)
    parts: "list[RowDraft]" = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.existing is None

    @property
    def record(self) -> "RowDraft":
        return self.owner.record if self.owner else self

    def compare(self) -> None:
        """Note what differs from the row that is there."""
        if self.existing is not None:
            self.differences = [
                ColumnDifference(name, old, value)
                for name, value in self.values.items()
                if (old := getattr(self.existing, name)) != value
            ]

    def new_texts(self) -> Iterator[tuple[str, str]]:
        """What would be written in words, by column."""
        said = [(each.name, each.new) for each in self.differences]
        for name, value in self.values.items() if self.is_new else said:
            if isinstance(value, str):
                yield name, value

    def written(self) -> tuple:
        """All that an import would do to this row: the same as long as it would do the same."""
        above = self.owner.identity if self.owner else ()
        what = self.differences if self.existing else sorted(self.values.items(), key=str)
        row = self.existing.pk if self.existing else None
        return (self.shape.model._meta.label, above, self.identity, row, repr(what))
