"""Finds recorded people whose names are similar to typed ones."""

from dataclasses import dataclass

from django.contrib import admin

from cases.models import Person
from cases.name_matching import DUPLICATE_THRESHOLD

MAX_SUGGESTIONS = 5


@dataclass(frozen=True)
class PersonSuggestion:
    """A recorded person who may be meant: the matching spelling, its score (0 to 1), and why."""

    person: Person
    label: str
    spelling: str
    score: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.score)


def suggest_people(names: list[str]) -> dict[str, list[PersonSuggestion]]:
    """People who may be meant by each name, best match first.

    The number of queries does not depend on the number of names.
    """
    unique_names = [name for name in dict.fromkeys(names) if name]
    people = Person.objects.filter(merged_into=None)
    all_matches = (
        people.name_matches_by_name(unique_names, DUPLICATE_THRESHOLD) if unique_names else {}
    )
    person_admin = admin.site.get_model_admin(Person)
    ids = {
        match.person_id for matches in all_matches.values() for match in matches[:MAX_SUGGESTIONS]
    }
    by_id = person_admin.with_label(Person.objects.all()).in_bulk(ids) if ids else {}
    return {
        name: [
            PersonSuggestion(
                person=by_id[match.person_id],
                label=person_admin.label_of(by_id[match.person_id]),
                spelling=match.spelling,
                score=match.similarity.score,
                reasons=match.similarity.reasons,
            )
            for match in matches[:MAX_SUGGESTIONS]
        ]
        for name, matches in all_matches.items()
    }
