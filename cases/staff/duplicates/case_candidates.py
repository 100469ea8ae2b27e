"""Candidate duplicate cases: same people at the same time, or same source and title."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from cases.models import Case, CaseCitation, CasePair, Event, Participation
from tracker.enums import Standing

SAME_PEOPLE = 0.5  # of all the people in either case, how many are in both
SAME_TITLE = 0.8


@dataclass
class CaseCluster:
    """What a case is recognised by."""

    title: str
    people: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    first_day: date | None = None
    last_day: date | None = None


def matters() -> dict[int, CaseCluster]:
    """Every case that was not merged, in four queries."""
    rows = Case.objects.filter(merged_into=None).values_list("pk", "title")
    found = {pk: CaseCluster(title.lower()) for pk, title in rows}
    parts = Participation.objects.filter(case__in=found, person__isnull=False)
    parts = parts.exclude(standing=Standing.REJECTED)
    for case, person in parts.values_list("case", "person"):
        found[case].people.add(person)
    for case, source in CaseCitation.objects.filter(fact__in=found).values_list("fact", "source"):
        found[case].sources.add(source)
    dated = Event.objects.filter(case__in=found, happened_on__isnull=False)
    for case, day in dated.values_list("case", "happened_on"):
        one = found[case]
        one.first_day = min(day.earliest, one.first_day or day.earliest)
        one.last_day = max(day.latest, one.last_day or day.latest)
    return found


def sharing_person_or_source(known: dict[int, CaseCluster]) -> Iterator[tuple[int, int]]:
    """Pairs with a person or a source in common."""
    together = defaultdict(list)
    for case, matter in known.items():
        for each in matter.people:
            together["person", each].append(case)
        for each in matter.sources:
            together["source", each].append(case)
    yield from {pair for cases in together.values() for pair in combinations(sorted(cases), 2)}


def alike_cases() -> list[CasePair]:
    known = matters()
    pairs = (pair_of(one, other, known) for one, other in sharing_person_or_source(known))
    return [pair for pair in pairs if pair is not None]


def pair_of(first: int, second: int, known: dict[int, CaseCluster]) -> CasePair | None:
    one, other = known[first], known[second]
    title = fuzz.token_sort_ratio(one.title, other.title) / 100
    shared, sources = len(one.people & other.people), len(one.sources & other.sources)
    people = shared / len(one.people | other.people) if shared else 0.0
    is_at_one_time = overlap(one, other)
    same_people = people >= SAME_PEOPLE and is_at_one_time
    same_story = bool(sources) and title >= SAME_TITLE
    if not (same_people or same_story):
        return None
    return CasePair(
        first_id=first,
        second_id=second,
        score=round(max(people if same_people else 0.0, title if same_story else 0.0), 3),
        people_shared=shared,
        sources_shared=sources,
        title_likeness=round(title, 3),
        shares_dates=is_at_one_time,
    )


def overlap(one: CaseCluster, other: CaseCluster) -> bool:
    if one.first_day is None or other.first_day is None:
        return False
    return one.first_day <= other.last_day and other.first_day <= one.last_day
