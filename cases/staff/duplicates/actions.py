"""Stores possible duplicates and records decisions on them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.enums import PairState
from cases.models import CasePair, Pair, Person, PersonPair
from tracker.visibility.workflow import NotAllowed

from .case_candidates import find_case_pairs
from .person_candidates import build_person_pairs, find_candidates_of, find_person_candidates

PUT_OFF_DAYS = 30
RESOLUTION_COLUMNS = ("state", "later_until", "decided_at", "decided_by", "reason", "found_at")


def find_duplicates() -> dict[str, int]:
    """Compare all people and all cases; keeps decisions. Returns the number of pairs of each."""
    return {
        "people": store_pairs(
            PersonPair, build_person_pairs(find_person_candidates()), PersonPair.objects.all()
        ),
        "cases": store_pairs(CasePair, find_case_pairs(), CasePair.objects.all()),
    }


def find_duplicates_of(person: Person) -> int:
    """Compare one person, whose names were changed, with all others."""
    stored = PersonPair.objects.filter(Q(first=person) | Q(second=person))
    return store_pairs(PersonPair, build_person_pairs(find_candidates_of(person)), stored)


def store_pairs(model: type[Pair], pairs: list[Pair], stored) -> int:
    """Insert or update the pairs; delete the other stored ones unless decided to be different."""
    with transaction.atomic():
        evidence_columns = [
            field.name
            for field in model._meta.local_concrete_fields
            if field.name not in ("id", "first", "second", *RESOLUTION_COLUMNS)
        ]
        model.objects.bulk_create(
            pairs,
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["first", "second"],
            update_fields=evidence_columns,
        )
        current = {(pair.first_id, pair.second_id) for pair in pairs}
        undecided = stored.exclude(state=PairState.NOT_SAME).values_list("pk", "first", "second")
        outdated = [pk for pk, first, second in undecided if (first, second) not in current]
        model.objects.filter(pk__in=outdated).delete()
    return len(pairs)


def decide_not_same(*, pair: Pair, reason: str, by) -> None:
    """Record that the two are different. Raises NotAllowed without a reason."""
    if not reason.strip():
        raise NotAllowed("Say what tells them apart.")
    record_decision(pair, PairState.NOT_SAME, reason.strip(), by)


def decide_later(*, pair: Pair, by) -> None:
    """Hide the pair from its queue for PUT_OFF_DAYS."""
    pair.later_until = timezone.now() + timedelta(days=PUT_OFF_DAYS)
    record_decision(pair, PairState.LATER, "", by)


def reopen(*, pair: Pair, by) -> None:
    """Revoke a decision."""
    record_decision(pair, PairState.OPEN, "", by)


def record_decision(pair: Pair, state: PairState, reason: str, by) -> None:
    pair.state, pair.reason = state, reason
    pair.decided_by, pair.decided_at = by, timezone.now()
    if state != PairState.LATER:
        pair.later_until = None
    pair.save()
