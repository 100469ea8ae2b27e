"""Whether two records were decided to be different."""

from django.db.models import Model, Q

from cases.enums import PairState
from cases.models import CasePair, Pair, Person, PersonPair


def pairs_of(model: type[Model]) -> type[Pair]:
    return PersonPair if model is Person else CasePair


def decided_not_same(one: Model, other: Model) -> Pair | None:
    """The decision that keeps them apart: about them, or about what was merged into them."""
    pairs, ours, theirs = pairs_of(type(one)).objects, with_merged(one), with_merged(other)
    apart = pairs.filter(state=PairState.NOT_SAME).select_related("decided_by")
    return apart.filter(
        Q(first__in=ours, second__in=theirs) | Q(first__in=theirs, second__in=ours)
    ).first()


def with_merged(record: Model):
    """The record with all that was merged into it."""
    return (
        type(record)._base_manager.filter(Q(pk=record.pk) | Q(merged_into=record.pk)).values("pk")
    )
