"""Merges two records, and undoes a merge."""

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from cases.models import Case, Merge, MergeMove, Person
from tracker.enums import State
from tracker.visibility.workflow import NotAllowed

from .decided_pairs import decided_not_same
from .merge_plan import plan_merge
from .publication_recheck import finding_lines, withdraw_unchecked
from .writer import (
    apply_merge_plan,
    deferred_case_constraints,
    latest_name_change,
    restore_columns,
    updating_latest_names,
)


def merge(*, kept: Model, merged: Model, reason: str, by) -> Merge:
    """Move the rows of one record to the other, and log each change. Raises NotAllowed.

    The merged record stays, with its code, and points to the kept one by `merged_into`.
    """
    if not reason.strip():
        raise NotAllowed("Say why these are one.")
    with transaction.atomic():
        kept, merged = lock_records(kept, merged)
        refuse_merge(kept, merged)
        plan = plan_merge(kept=kept, merged=merged)
        row = Merge.objects.create(
            **merge_foreign_keys(kept, merged),
            known_findings=finding_lines(kept, merged),
            reason=reason.strip(),
            merged_by=by,
        )
        with deferred_case_constraints(), updating_latest_names(kept, merged):
            apply_merge_plan(row, plan)
        row.latest_name = latest_name_change(kept)
        row.save(update_fields=["latest_name"])
    return row


def unmerge(*, merge: Merge, reason: str, by) -> tuple[list[MergeMove], list[Model]]:
    """Restore the columns a merge changed; withdraw what nobody has checked for publication.

    Rows added after the merge stay with the kept record. Returns the moves that were not undone,
    as their columns were changed since, and the records that were withdrawn. Raises NotAllowed.
    """
    if not reason.strip():
        raise NotAllowed("Say why these are not one.")
    with transaction.atomic():
        [kept, _merged] = lock_records(merge.kept, merge.merged)
        merge = Merge.objects.select_for_update(of=["self"]).get(pk=merge.pk)
        if merge.undone_at:
            raise NotAllowed("This merge has been taken back already.")
        refuse_if_merged_later(merge)
        with deferred_case_constraints(), updating_latest_names(merge.kept, merge.merged):
            unrestored = restore_columns(merge)
        withheld = withdraw_unchecked(merge, State(kept.state), by=by)
        merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), by, reason.strip()
        merge.save()
    return unrestored, withheld


def lock_records(*records: Model) -> list[Model]:
    """The records, reloaded by SELECT ... FOR UPDATE, in the order given.

    Locked in the order of their primary keys, so that two merges at once do not deadlock.
    """
    model = type(records[0])
    ids = [record.pk for record in records]
    rows = model._base_manager.select_for_update().filter(pk__in=ids).order_by("pk")
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in ids]


def merge_foreign_keys(kept: Model, merged: Model) -> dict:
    """The two records by the foreign keys of Merge for their model."""
    kind = {Person: "person", Case: "case"}[type(kept)]
    return {f"kept_{kind}": kept, f"merged_{kind}": merged}


def refuse_merge(kept: Model, merged: Model) -> None:
    """Raise NotAllowed for one record, one merged before, or two decided to be different."""
    if kept.pk == merged.pk:
        raise NotAllowed("Choose two different records.")
    for record in (kept, merged):
        if record.merged_into_id:
            raise NotAllowed(f"“{record}” ({record.code}) has been merged already.")
    if decision := decided_not_same(kept, merged):
        raise NotAllowed(
            f"{decision.decided_by} decided that these are not the same: {decision.reason} "
            "Take that back first."
        )


def refuse_if_merged_later(merge: Merge) -> None:
    """Raise NotAllowed if a later merge changed the same columns or has the same kept record.

    The display policy that a later merge computed may depend on this one.
    """
    same_column = merge.moves.filter(
        table=OuterRef("table"), row=OuterRef("row"), field=OuterRef("field")
    )
    has_same_column = Q(pk__in=MergeMove.objects.filter(Exists(same_column)).values("merge"))
    [kept_column, _merged_column] = merge_foreign_keys(merge.kept, merge.merged)
    concerned = has_same_column | Q(**{kept_column: merge.kept})
    later = Merge.objects.in_effect().filter(concerned, pk__gt=merge.pk)
    if latest := later.order_by("-pk").first():
        raise NotAllowed(f"A later merge concerns the same rows: first take back {latest}.")
