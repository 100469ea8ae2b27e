"""Rows an import would create or change, compared with existing rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from tracker.models import Citation, ExternalKey


@dataclass(frozen=True, eq=False)
class TableMapping:
    """How an import creates rows of one model, and how it recognises existing ones.

    A main record is recognised by its code or by the sender's key (`keys`); a dependent row by
    its owner (`owner` is the foreign key to it) and the columns in `identity`.
    """

    model: type[models.Model]
    key_model: type[ExternalKey] | None = None
    owner: str = ""
    identity: tuple[str, ...] = ()
    # A trigger creates such rows with their owner, so they are matched once that is written.
    comes_with_owner: bool = False
    # Columns that no import may change on existing rows, with the message to show.
    locked_columns: dict[str, str] = field(default_factory=dict)
    # Called with each new row before it is written.
    prepare: Callable[[models.Model], None] = lambda _row: None

    @property
    def owner_column(self) -> str:
        return self.model._meta.get_field(self.owner).attname


def citation_mapping(model: type[Citation]) -> TableMapping:
    return TableMapping(model, owner="fact", identity=("source_id", "section", "locator"))


@dataclass(frozen=True)
class ColumnDifference:
    """One column of an existing row: its value in the database, and that of the table."""

    name: str
    old: Any
    new: Any


@dataclass(eq=False)
class RowDraft:
    """A row of one model as the table describes it: `values` by column.

    `owner` is the draft that it depends on; `parts` of a main record are all its dependent drafts.
    """

    mapping: TableMapping
    row: int
    identity: tuple = ()
    owner: "RowDraft | None" = None
    values: dict[str, Any] = field(default_factory=dict)
    # Row and text of the cell that first filled a column.
    cell_of_column: dict[str, tuple[int, str]] = field(default_factory=dict)
    existing: models.Model | None = None
    differences: list[ColumnDifference] = field(default_factory=list)
    given_keys: set[str] = field(default_factory=set)
    parts: "list[RowDraft]" = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.existing is None

    @property
    def main_draft(self) -> "RowDraft":
        return self.owner.main_draft if self.owner else self

    def compare(self) -> None:
        """Set `differences` from the existing row."""
        if self.existing is not None:
            self.differences = [
                ColumnDifference(name, old, value)
                for name, value in self.values.items()
                if (old := getattr(self.existing, name)) != value
            ]

    def new_texts(self) -> Iterator[tuple[str, str]]:
        """Column and value of each text that would be written."""
        changed = [(difference.name, difference.new) for difference in self.differences]
        for name, value in self.values.items() if self.is_new else changed:
            if isinstance(value, str):
                yield name, value

    def fingerprint(self) -> tuple:
        """All that an import would do to this row, as comparable values."""
        owner = self.owner.identity if self.owner else ()
        changes = self.differences if self.existing else sorted(self.values.items(), key=str)
        pk = self.existing.pk if self.existing else None
        return (self.mapping.model._meta.label, owner, self.identity, pk, repr(changes))
