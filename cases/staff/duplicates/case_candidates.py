"""Finds possible duplicates of cases: the same people at the same time, or source and title."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from cases.models import Case, CaseCitation, CasePair, Event, Participation
from tracker.enums import Standing

MIN_SHARED_PEOPLE = 0.5  # share of the people of either case who are in both
MIN_TITLE_SIMILARITY = 0.8  # similarity of the titles, 0 to 1


@dataclass
class CaseFeatures:
    """What one case is compared by; people and sources by primary key."""

    title: str
    people: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    first_day: date | None = None
    last_day: date | None = None


def load_case_features() -> dict[int, CaseFeatures]:
    """Every case that was not merged, by primary key, in four queries."""
    rows = Case.objects.filter(merged_into=None).values_list("pk", "title")
    features = {pk: CaseFeatures(title.lower()) for pk, title in rows}
    participations = Participation.objects.filter(case__in=features, person__isnull=False)
    participations = participations.exclude(standing=Standing.REJECTED)
    for case, person in participations.values_list("case", "person"):
        features[case].people.add(person)
    citations = CaseCitation.objects.filter(fact__in=features)
    for case, source in citations.values_list("fact", "source"):
        features[case].sources.add(source)
    dated_events = Event.objects.filter(case__in=features, happened_on__isnull=False)
    for pk, day in dated_events.values_list("case", "happened_on"):
        case = features[pk]
        case.first_day = min(day.earliest, case.first_day or day.earliest)
        case.last_day = max(day.latest, case.last_day or day.latest)
    return features


def pairs_sharing_person_or_source(features: dict[int, CaseFeatures]) -> Iterator[tuple[int, int]]:
    """Pairs of cases with a person or a source in common, each once."""
    cases_by_link = defaultdict(list)
    for pk, case in features.items():
        for person in case.people:
            cases_by_link["person", person].append(pk)
        for source in case.sources:
            cases_by_link["source", source].append(pk)
    yield from {pair for pks in cases_by_link.values() for pair in combinations(sorted(pks), 2)}


def find_case_pairs() -> list[CasePair]:
    """All pairs of possible duplicates, unsaved."""
    features = load_case_features()
    pairs = (build_case_pair(*pks, features) for pks in pairs_sharing_person_or_source(features))
    return [pair for pair in pairs if pair is not None]


def build_case_pair(first: int, second: int, features: dict[int, CaseFeatures]) -> CasePair | None:
    """The unsaved pair with its evidence, or None if the two differ too much."""
    one, other = features[first], features[second]
    title_score = fuzz.token_sort_ratio(one.title, other.title) / 100
    people, sources = len(one.people & other.people), len(one.sources & other.sources)
    people_score = people / len(one.people | other.people) if people else 0.0
    shares_dates = overlap_in_time(one, other)
    has_same_people = people_score >= MIN_SHARED_PEOPLE and shares_dates
    has_same_title = bool(sources) and title_score >= MIN_TITLE_SIMILARITY
    if not (has_same_people or has_same_title):
        return None
    score = max(people_score if has_same_people else 0.0, title_score if has_same_title else 0.0)
    return CasePair(
        first_id=first,
        second_id=second,
        score=round(score, 3),
        people_shared=people,
        sources_shared=sources,
        title_likeness=round(title_score, 3),
        shares_dates=shares_dates,
    )


def overlap_in_time(one: CaseFeatures, other: CaseFeatures) -> bool:
    """Whether the events of the two cases overlap in time; False without dated events."""
    if one.first_day is None or other.first_day is None:
        return False
    return one.first_day <= other.last_day and other.first_day <= one.last_day
