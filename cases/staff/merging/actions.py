"""Merge two records; undo a merge."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from cases.models import Case, Merge, MergeMove, Person
from tracker.enums import State
from tracker.visibility.workflow import NotAllowed

from .decided_pairs import decided_not_same
from .merge_plan import plan_merge
from .publication_recheck import found_in, keep_back
from .writer import carry_out, charges_between_cases, latest_name, put_back, renaming_nobody


def merge(*, kept: Model, merged: Model, reason: str, by) -> Merge:
    """Move everything from one record to the other, and remember it. Raises NotAllowed.

    The merged record stays, with its code, and says where it went.
    """
    if not reason.strip():
        raise NotAllowed("Say why these are one.")
    with transaction.atomic():
        kept, merged = locked(kept, merged)
        refuse(kept, merged)
        plan = plan_merge(kept=kept, merged=merged)
        joined = Merge.objects.create(
            **named(kept, merged),
            known_findings=found_in(kept, merged),
            reason=reason.strip(),
            merged_by=by,
        )
        with charges_between_cases(), renaming_nobody(kept, merged):
            carry_out(joined, plan)
        joined.latest_name = latest_name(kept)
        joined.save(update_fields=["latest_name"])
    return joined


@dataclass(frozen=True)
class UnmergeResult:
    """What taking back a merge did not put back: what was changed since, and what is not public."""

    left: list[MergeMove]
    kept_back: list[Model]


def unmerge(*, merge: Merge, reason: str, by) -> UnmergeResult:
    """Put back what a merge moved, and hide what cannot be public again unseen.

    Rows that came later stay with the kept record. Raises NotAllowed.
    """
    if not reason.strip():
        raise NotAllowed("Say why these are not one.")
    with transaction.atomic():
        [kept, _merged] = locked(merge.kept, merge.merged)
        merge = Merge.objects.select_for_update(of=["self"]).get(pk=merge.pk)
        if merge.undone_at:
            raise NotAllowed("This merge has been taken back already.")
        refuse_later(merge)
        with charges_between_cases(), renaming_nobody(merge.kept, merge.merged):
            left = put_back(merge)
        kept_back = keep_back(merge, State(kept.state), by=by)
        merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), by, reason.strip()
        merge.save()
    return UnmergeResult(left, kept_back)


def locked(*records: Model) -> list[Model]:
    """The records as they are now, locked in the order of their ids; answered as they came."""
    model = type(records[0])
    ids = [record.pk for record in records]
    rows = model._base_manager.select_for_update().filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in ids]


def named(kept: Model, merged: Model) -> dict:
    kind = {Person: "person", Case: "case"}[type(kept)]
    return {f"kept_{kind}": kept, f"merged_{kind}": merged}


def refuse(kept: Model, merged: Model) -> None:
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


def refuse_later(merge: Merge) -> None:
    """A later merge may have moved the same rows on, or rest on how strict this one was."""
    ours = merge.moves.filter(table=OuterRef("table"), row=OuterRef("row"), field=OuterRef("field"))
    moved_on = Q(pk__in=MergeMove.objects.filter(Exists(ours)).values("merge"))
    [kept, _merged] = named(merge.kept, merge.merged)
    later = Merge.objects.in_effect().filter(moved_on | Q(**{kept: merge.kept}), pk__gt=merge.pk)
    for one in later.order_by("-pk")[:1]:
        raise NotAllowed(f"A later merge concerns the same rows: first take back {one}.")
