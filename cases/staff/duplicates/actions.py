"""Store duplicate candidates and record decisions on them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.enums import PairState
from cases.models import CasePair, Pair, Person, PersonPair
from tracker.visibility.workflow import NotAllowed

from .case_candidates import alike_cases
from .person_candidates import alike_people, alike_to, pairs_of

PUT_OFF_DAYS = 30
RESOLUTION_COLUMNS = ("state", "later_until", "decided_at", "decided_by", "reason", "found_at")


def find_duplicates() -> dict[str, int]:
    """Look among all people and all cases. What was decided stays decided."""
    return {
        "people": store_pairs(PersonPair, pairs_of(alike_people()), PersonPair.objects.all()),
        "cases": store_pairs(CasePair, alike_cases(), CasePair.objects.all()),
    }


def find_duplicates_of(person: Person) -> int:
    """The same for one person whose names were changed."""
    own = PersonPair.objects.filter(Q(first=person) | Q(second=person))
    return store_pairs(PersonPair, pairs_of(alike_to(person)), own)


def store_pairs(model: type[Pair], pairs: list[Pair], before) -> int:
    """Add and renew pairs; of those there were before, drop what nobody decided and is over."""
    with transaction.atomic():
        evidence = [
            field.name
            for field in model._meta.local_concrete_fields
            if field.name not in ("id", "first", "second", *RESOLUTION_COLUMNS)
        ]
        model.objects.bulk_create(
            pairs,
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["first", "second"],
            update_fields=evidence,
        )
        found = {(pair.first_id, pair.second_id) for pair in pairs}
        undecided = before.exclude(state=PairState.NOT_SAME).values_list("pk", "first", "second")
        over = [pk for pk, first, second in undecided if (first, second) not in found]
        model.objects.filter(pk__in=over).delete()
    return len(pairs)


def decide_not_same(*, pair: Pair, reason: str, by) -> None:
    """Remember that the two are different. Raises NotAllowed without a reason."""
    if not reason.strip():
        raise NotAllowed("Say what tells them apart.")
    decide(pair, PairState.NOT_SAME, reason.strip(), by)


def decide_later(*, pair: Pair, by) -> None:
    """Take the pair out of the queue for a while."""
    pair.later_until = timezone.now() + timedelta(days=PUT_OFF_DAYS)
    decide(pair, PairState.LATER, "", by)


def reopen(*, pair: Pair, by) -> None:
    """Take a decision back."""
    decide(pair, PairState.OPEN, "", by)


def decide(pair: Pair, state: PairState, reason: str, by) -> None:
    pair.state, pair.reason = state, reason
    pair.decided_by, pair.decided_at = by, timezone.now()
    if state != PairState.LATER:
        pair.later_until = None
    pair.save()
