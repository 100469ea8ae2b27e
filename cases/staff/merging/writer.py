"""Applies a merge plan, logs each change, and restores it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

from django.apps import apps
from django.db import connection
from django.db.models import F, Max, Model

from cases.models import Merge, MergeMove, Person, PersonName

from .merge_plan import MergePlan
from .policy import FILLED

# What the kept record may show again only if nobody gave it another name meanwhile.
LOOSENING = ("display_policy", "state", "is_minor", "minor_override_reason", "protection_reason")


@contextmanager
def charges_between_cases():
    """Inside, charges may pass from case to case; at the end each must be within one."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS refuse_row_of_other_case DEFERRED")
        yield
        cursor.execute("SET CONSTRAINTS refuse_row_of_other_case IMMEDIATE")


def carry_out(merge: Merge, plan: MergePlan) -> None:
    """Hide first what is to be hidden, move, and fill in what may come along with what moved."""
    filled = FILLED[type(plan.kept)]
    MergeMove.objects.bulk_create(
        [
            *changed(merge, [c for c in plan.changes if c.column not in filled]),
            *moved(merge, plan),
            *changed(merge, [c for c in plan.changes if c.column in filled]),
            write(merge, plan.merged, "merged_into_id", None, plan.kept.pk),
        ],
        batch_size=1000,
    )
    bump_versions(plan.kept, plan.merged)


def changed(merge: Merge, changes) -> list[MergeMove]:
    """Each record once: what the database checks of a row holds for all columns together."""
    for record, own in groupby(changes, key=lambda change: change.record):
        columns = {change.column: change.new for change in own}
        type(record)._base_manager.filter(pk=record.pk).update(**columns)
    return [remembered(merge, c.record, c.column, c.old, c.new) for c in changes]


def moved(merge: Merge, plan: MergePlan) -> Iterator[MergeMove]:
    for (key, to), moves in groupby(plan.moves, key=lambda move: (move.key, move.to)):
        moves = list(moves)
        rows = key.model._base_manager.filter(pk__in=[move.row.pk for move in moves])
        rows.update(**{key.attname: to})
        for move in moves:
            old = getattr(move.row, key.attname)
            yield remembered(merge, move.row, key.attname, old, to)


def write(merge: Merge, record: Model, column: str, old, new) -> MergeMove:
    type(record)._base_manager.filter(pk=record.pk).update(**{column: new})
    return remembered(merge, record, column, old, new)


def remembered(merge: Merge, row: Model, column: str, old, new) -> MergeMove:
    return MergeMove(
        merge=merge,
        table=row._meta.label,
        row=row.pk,
        field=column,
        old=None if old is None else str(old),
        new=None if new is None else str(new),
    )


def bump_versions(*records: Model) -> None:
    """Whoever has one of them open in a form is shown what changed."""
    for record in records:
        type(record)._base_manager.filter(pk=record.pk).update(lock=F("lock") + 1)


def put_back(merge: Merge) -> list[MergeMove]:
    """In the opposite order. A column that was changed since keeps its value, and is answered."""
    kept_back = []
    moves = list(merge.moves.order_by("-pk"))
    if was_renamed(merge):
        kept = (merge.kept._meta.label, merge.kept.pk)
        stay = [m for m in moves if (m.table, m.row) == kept and m.field in LOOSENING]
        kept_back += stay
        moves = [m for m in moves if m not in stay]
    for (table, row), own in groupby(moves, key=lambda m: (m.table, m.row)):
        kept_back += put_back_row(apps.get_model(table), row, list(own))
    bump_versions(merge.kept, merge.merged)
    return kept_back


def put_back_row(model: type[Model], row: int, moves: Iterable[MergeMove]) -> list[MergeMove]:
    current = model._base_manager.filter(pk=row).first()
    same = [m for m in moves if current and str_or_none(getattr(current, m.field)) == m.new]
    if same:
        columns = {m.field: read(model, m.field, m.old) for m in same}
        model._base_manager.filter(pk=row).update(**columns)
    return [m for m in moves if m not in same]


def str_or_none(value) -> str | None:
    return None if value is None else str(value)


def read(model: type[Model], column: str, text: str | None):
    field = next(f for f in model._meta.local_concrete_fields if f.attname == column)
    return None if text is None else field.to_python(text)


def latest_name(kept: Model) -> int | None:
    """The number of the latest change of any name of the person."""
    if not isinstance(kept, Person):
        return None
    changes = PersonName.pgh_event_model.objects.filter(person_id=kept.pk)
    return changes.aggregate(latest=Max("pgh_id"))["latest"]


def was_renamed(merge: Merge) -> bool:
    return latest_name(merge.kept) != merge.latest_name


@contextmanager
def renaming_nobody(*records: Model):
    """What merges themselves move is no new name: earlier merges take note of it."""
    before = {record: latest_name(record) for record in records}
    yield
    for record, latest in before.items():
        if latest is not None:
            marked = Merge.objects.filter(kept_person=record.pk, latest_name=latest)
            marked.update(latest_name=latest_name(record))
