"""Plan of a merge: every row that moves or is dropped, computed without writing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import ForeignKey, Model

from .policy import MergedColumn, changes
from .relations import moving, rules_of_one


@dataclass(frozen=True)
class RowMove:
    """One row that will point at another row, or at none."""

    row: Model
    key: ForeignKey
    to: int | None

    @property
    def kind(self) -> str:
        return str(self.key.model._meta.verbose_name)


@dataclass(frozen=True)
class DroppedRow:
    """A row that the kept record has already: what hangs on it moves to its twin."""

    row: Model
    twin: Model

    @property
    def kind(self) -> str:
        return str(self.row._meta.verbose_name)


@dataclass
class MergePlan:
    """Everything a merge changes. Rows left behind stay with the merged record, out of sight."""

    kept: Model
    merged: Model
    moves: list[RowMove] = field(default_factory=list)
    left: list[DroppedRow] = field(default_factory=list)
    changes: list[MergedColumn] = field(default_factory=list)


def plan_merge(*, kept: Model, merged: Model) -> MergePlan:
    """What merging the one record into the other would do. Raises UnknownRelation."""
    plan = MergePlan(kept, merged)
    for step in steps(merged, kept):
        (plan.moves if isinstance(step, RowMove) else plan.left).append(step)
    # What stays behind keeps pointing at what stayed behind with it.
    staying = {(type(each.row), each.row.pk) for each in plan.left}
    plan.moves = [m for m in plan.moves if (m.key.model, m.row.pk) not in staying]
    plan.moves += [each for left in plan.left for each in resolve_conflict(left.row, staying)]
    plan.changes = changes(kept, merged)
    return plan


def steps(old: Model, new: Model) -> Iterator[RowMove | DroppedRow]:
    """The rows that point at the old row, and what becomes of each."""
    for key in moving(type(old)):
        rows = key.model._base_manager.order_by("pk")
        rules = rules_of_one(key.model, key)
        there = conflicting_rows(rows.filter(**{key.attname: new.pk}), rules) if rules else {}
        for row in rows.filter(**{key.attname: old.pk}):
            twin = next(filter(None, (there.get(keyed(row, rule)) for rule in rules)), None)
            if twin is None:
                yield RowMove(row, key, new.pk)
            else:
                yield DroppedRow(row, twin)
                yield from steps(row, twin)


def resolve_conflict(row: Model, staying: set) -> Iterator[RowMove]:
    """What stays behind lets go of rows of its kind that moved: a charge of its base charge."""
    for key in moving(type(row)):
        target = getattr(row, key.attname) if key.model is type(row) and key.null else None
        if target is not None and (key.model, target) not in staying:
            yield RowMove(row, key, None)


def conflicting_rows(rows, rules: list[list[str]]) -> dict:
    return {keyed(row, rule): row for row in rows for rule in rules}


def keyed(row: Model, rule: list[str]) -> tuple:
    return (*rule, *(getattr(row, column) for column in rule))
