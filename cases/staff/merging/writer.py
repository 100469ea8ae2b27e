"""Applies a merge plan, logs each changed column as a MergeMove, and restores them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

from django.apps import apps
from django.db import connection
from django.db.models import F, Max, Model

from cases.models import Merge, MergeMove, Person, PersonName

from .merge_plan import MergePlan
from .policy import FILLABLE_COLUMNS, ColumnChange

# Columns of the kept record that an undo restores only if nobody changed its names since.
PROTECTION_COLUMNS = (
    "display_policy",
    "state",
    "is_minor",
    "minor_override_reason",
    "protection_reason",
)


@contextmanager
def deferred_case_constraints():
    """Defer the constraint triggers that keep the rows of a case within it until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS refuse_row_of_other_case DEFERRED")
        yield
        cursor.execute("SET CONSTRAINTS refuse_row_of_other_case IMMEDIATE")


def apply_merge_plan(merge: Merge, plan: MergePlan) -> None:
    """Apply and log: stricter protection first, then moved rows, then filled-in columns."""
    fillable = FILLABLE_COLUMNS[type(plan.kept)]
    redirection = ColumnChange(plan.merged, "merged_into_id", None, plan.kept.pk)
    MergeMove.objects.bulk_create(
        [
            *apply_column_changes(merge, [c for c in plan.changes if c.column not in fillable]),
            *apply_row_moves(merge, plan),
            *apply_column_changes(merge, [c for c in plan.changes if c.column in fillable]),
            *apply_column_changes(merge, [redirection]),
        ],
        batch_size=1000,
    )
    increment_locks(plan.kept, plan.merged)


def apply_column_changes(merge: Merge, changes) -> list[MergeMove]:
    """One UPDATE per record, since check constraints concern several columns."""
    for record, record_changes in groupby(changes, key=lambda change: change.record):
        columns = {change.column: change.new for change in record_changes}
        type(record)._base_manager.filter(pk=record.pk).update(**columns)
    return [build_move(merge, c.record, c.column, c.old, c.new) for c in changes]


def apply_row_moves(merge: Merge, plan: MergePlan) -> Iterator[MergeMove]:
    """One UPDATE per foreign key and target."""
    for (key, target_pk), moves in groupby(plan.moves, key=lambda m: (m.key, m.target_pk)):
        moves = list(moves)
        rows = key.model._base_manager.filter(pk__in=[move.row.pk for move in moves])
        rows.update(**{key.attname: target_pk})
        for move in moves:
            old = getattr(move.row, key.attname)
            yield build_move(merge, move.row, key.attname, old, target_pk)


def build_move(merge: Merge, row: Model, column: str, old, new) -> MergeMove:
    return MergeMove(
        merge=merge,
        table=row._meta.label,
        row=row.pk,
        field=column,
        old=str_or_none(old),
        new=str_or_none(new),
    )


def increment_locks(*records: Model) -> None:
    """Increment `lock`, so that a form opened before the merge cannot save over it."""
    for record in records:
        type(record)._base_manager.filter(pk=record.pk).update(lock=F("lock") + 1)


def restore_columns(merge: Merge) -> list[MergeMove]:
    """Restore old values in reverse order; returns the moves whose columns keep their value.

    These are columns changed since, and PROTECTION_COLUMNS of a record with changed names.
    """
    unrestored = []
    moves = list(merge.moves.order_by("-pk"))
    if latest_name_change(merge.kept) != merge.latest_name:
        kept = (merge.kept._meta.label, merge.kept.pk)
        unrestored += [
            m for m in moves if (m.table, m.row) == kept and m.field in PROTECTION_COLUMNS
        ]
        moves = [m for m in moves if m not in unrestored]
    for (table, pk), row_moves in groupby(moves, key=lambda move: (move.table, move.row)):
        unrestored += restore_row(apps.get_model(table), pk, list(row_moves))
    increment_locks(merge.kept, merge.merged)
    return unrestored


def restore_row(model: type[Model], pk: int, moves: Iterable[MergeMove]) -> list[MergeMove]:
    """Restore the columns that still have the value the merge gave them; returns the others."""
    row = model._base_manager.filter(pk=pk).first()
    unchanged = [m for m in moves if row and str_or_none(getattr(row, m.field)) == m.new]
    if unchanged:
        fields = {m.field: model._meta.get_field(m.field) for m in unchanged}
        columns = {m.field: m.old and fields[m.field].to_python(m.old) for m in unchanged}
        model._base_manager.filter(pk=pk).update(**columns)
    return [m for m in moves if m not in unchanged]


def str_or_none(value) -> str | None:
    return None if value is None else str(value)


def latest_name_change(kept: Model) -> int | None:
    """ID of the latest history row of any name of the person; None for a case."""
    if not isinstance(kept, Person):
        return None
    changes = PersonName.pgh_event_model.objects.filter(person_id=kept.pk)
    return changes.aggregate(latest=Max("pgh_id"))["latest"]


@contextmanager
def updating_latest_names(*records: Model):
    """Names moved inside do not count as renamed: updates `latest_name` of earlier merges."""
    before = {record: latest_name_change(record) for record in records}
    yield
    for record, latest in before.items():
        if latest is not None:
            not_renamed = Merge.objects.filter(kept_person=record.pk, latest_name=latest)
            not_renamed.update(latest_name=latest_name_change(record))
