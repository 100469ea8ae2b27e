"""Finds recorded people whose names are similar to typed ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import admin

from cases.models import Person
from cases.models.people.spelling import NameMatch
from cases.name_matching import DUPLICATE_THRESHOLD
from cases.staff.entry.cell_parsing import split_spellings

MAX_SUGGESTIONS = 5  # for each spelling


@dataclass(frozen=True)
class PersonSuggestion:
    """A recorded person who may be meant, the label of the person, and the matching spelling."""

    person: Person
    label: str
    match: NameMatch

    @property
    def percent(self) -> int:
        return round(100 * self.match.similarity.score)


def suggest_people(typed: Iterable[str]) -> dict[str, list[PersonSuggestion]]:
    """People who may be meant by each text (`Zed Example / សេដ`), each once, best match first.

    The number of queries does not depend on the number of texts.
    """
    spellings = {text: split_spellings(text) for text in typed}
    names = list(dict.fromkeys(name for names in spellings.values() for name in names))
    people = Person.objects.filter(merged_into=None)
    matches = people.name_matches_by_name(names, DUPLICATE_THRESHOLD) if names else {}
    ids = {match.person_id for name in names for match in matches[name][:MAX_SUGGESTIONS]}
    person_admin = admin.site.get_model_admin(Person)
    by_id = person_admin.with_label(Person.objects.all()).in_bulk(ids)
    suggestions = {}
    for text, names in spellings.items():
        found = {m.person_id: m for name in names for m in matches[name][:MAX_SUGGESTIONS]}
        suggestions[text] = [
            PersonSuggestion(by_id[pk], person_admin.label_of(by_id[pk]), match)
            for pk, match in found.items()
        ]
    return suggestions
