"""Finds decisions that two records are not the same."""

from django.db.models import Model, Q

from cases.enums import PairState
from cases.models import CasePair, Pair, Person, PersonPair


def pair_model_of(model: type[Model]) -> type[Pair]:
    return PersonPair if model is Person else CasePair


def decided_not_same(one: Model, other: Model) -> Pair | None:
    """A decision that the two, or records merged into them, are different; or None."""
    ids, other_ids = ids_with_merged(one), ids_with_merged(other)
    decided = pair_model_of(type(one)).objects.filter(state=PairState.NOT_SAME)
    return (
        decided.select_related("decided_by")
        .filter(Q(first__in=ids, second__in=other_ids) | Q(first__in=other_ids, second__in=ids))
        .first()
    )


def ids_with_merged(record: Model):
    """Subquery of the IDs of the record and of all records merged into it."""
    is_part = Q(pk=record.pk) | Q(merged_into=record.pk)
    return type(record)._base_manager.filter(is_part).values("pk")
