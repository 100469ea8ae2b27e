"""Merge plan: every row that moves and every column that changes, computed without writing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import ForeignKey, Model

from .policy import ColumnChange, column_changes
from .relations import moved_foreign_keys, unique_columns_with


@dataclass(frozen=True)
class RowMove:
    """A row whose foreign key `key` will point to the row with the ID `target_pk`, or be NULL."""

    row: Model
    key: ForeignKey
    target_pk: int | None


@dataclass(frozen=True)
class MergePlan:
    """Everything a merge changes.

    Dropped rows stay with the merged record, since a unique constraint forbids to move them, and
    are not public. Their dependent rows move to the row of the kept record in conflict.
    """

    kept: Model
    merged: Model
    moves: list[RowMove]
    dropped_rows: list[Model]
    changes: list[ColumnChange]


def plan_merge(*, kept: Model, merged: Model) -> MergePlan:
    """Plan to merge `merged` into `kept`. Raises UnknownRelation, and NotAllowed (see `policy`)."""
    steps = list(plan_steps(merged, kept))
    dropped_rows = [step for step in steps if not isinstance(step, RowMove)]
    # A dropped row keeps its foreign keys to other dropped rows.
    dropped = {(type(row), row.pk) for row in dropped_rows}
    moves = [step for step in steps if isinstance(step, RowMove)]
    moves = [move for move in moves if (move.key.model, move.row.pk) not in dropped]
    moves += [move for row in dropped_rows for move in clear_keys_to_moved_rows(row, dropped)]
    return MergePlan(kept, merged, moves, dropped_rows, column_changes(kept, merged))


def plan_steps(old: Model, new: Model) -> Iterator[RowMove | Model]:
    """A move of each row that points to the old row, or the row if it is dropped; recursive."""
    for key in moved_foreign_keys(type(old)):
        rows = key.model._base_manager.order_by("pk")
        constraints = unique_columns_with(key.model, key)
        kept_rows = rows.filter(**{key.attname: new.pk})
        conflicting = conflicting_rows(kept_rows, constraints) if constraints else {}
        for row in rows.filter(**{key.attname: old.pk}):
            twins = (conflicting.get(column_values(row, columns)) for columns in constraints)
            twin = next(filter(None, twins), None)
            if twin is None:
                yield RowMove(row, key, new.pk)
            else:
                yield row
                yield from plan_steps(row, twin)


def clear_keys_to_moved_rows(row: Model, dropped: set) -> Iterator[RowMove]:
    """Clear the foreign keys of a dropped row to moved rows of its model.

    So a dropped charge loses its principal charge if that one moves.
    """
    for key in moved_foreign_keys(type(row)):
        target = getattr(row, key.attname) if key.model is type(row) and key.null else None
        if target is not None and (key.model, target) not in dropped:
            yield RowMove(row, key, None)


def conflicting_rows(rows, constraints: list[list[str]]) -> dict:
    """The rows by their values in the columns of each constraint."""
    return {column_values(row, columns): row for row in rows for columns in constraints}


def column_values(row: Model, columns: list[str]) -> tuple:
    """Names and values of the columns, as a dictionary key."""
    return (*columns, *(getattr(row, column) for column in columns))
