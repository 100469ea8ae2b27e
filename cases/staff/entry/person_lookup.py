"""Finds people with a name similar to a typed one."""

from dataclasses import dataclass

from django.contrib import admin

from cases.models import Person
from cases.name_matching import DUPLICATE

MOST_OFFERED = 5


@dataclass(frozen=True)
class PersonSuggestion:
    """Somebody recorded who may be the one typed: by which spelling, how alike, why."""

    person: Person
    label: str
    spelling: str
    score: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.score)


def alike_each(names: list[str]) -> dict[str, list[PersonSuggestion]]:
    """For each name those who may be the same person, likeliest first; all in a few queries."""
    wanted = [name for name in dict.fromkeys(names) if name]
    people = Person.objects.filter(merged_into=None)
    matches = people.each_name_matches(wanted, DUPLICATE) if wanted else {}
    desk = admin.site.get_model_admin(Person)
    ids = {match.person_id for found in matches.values() for match in found[:MOST_OFFERED]}
    labelled = desk.with_label(Person.objects.all()).in_bulk(ids) if ids else {}
    return {
        name: [
            PersonSuggestion(
                person=labelled[match.person_id],
                label=desk.label_of(labelled[match.person_id]),
                spelling=match.spelling,
                score=match.likeness.score,
                reasons=match.likeness.reasons,
            )
            for match in found[:MOST_OFFERED]
        ]
        for name, found in matches.items()
    }
