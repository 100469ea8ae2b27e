"""Finds possible duplicates of people: similar names, and what else two people share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from django.db import connection
from rapidfuzz import fuzz

from cases.enums import Category, Province
from cases.models import Event, Participation, Person, PersonPair
from cases.name_matching import DUPLICATE_THRESHOLD, NameSimilarity, compare_readings
from tracker.enums import Standing

from .similar_key_pairs import similar_key_pairs

# Prefilters before readings are compared sound by sound, which takes a thousand times longer: the
# trigram similarity of two keys (0 to 1), then the letter similarity of two readings (0 to 100).
# They keep 97 % and 95 % of the pairs that are similar by sound (docs/decisions/0027).
MIN_KEY_SIMILARITY = 0.5
MIN_READING_SIMILARITY = 70
# Names of more people than this are common: such a pair must share something else too.
MAX_BEARERS = 10


@dataclass(frozen=True)
class SpelledName:
    """One spelling of a person's name, and its reading in Latin letters."""

    person: int  # primary key
    spelling: str
    reading: str


@dataclass(frozen=True)
class PersonCandidate:
    """The most similar spellings of two people, and their similarity."""

    similarity: NameSimilarity
    first: str
    second: str

    @property
    def sort_key(self) -> tuple[float, str, str]:
        """Most similar first; then by spelling, so that the choice is the same every time."""
        return -self.similarity.score, self.first, self.second


# By primary keys of the two people, the lower first.
CandidatesByPair = dict[tuple[int, int], PersonCandidate]


def find_person_candidates() -> CandidatesByPair:
    """Every pair of people with spellings so similar that they may be one person."""
    names_by_reading, readings_by_key = defaultdict(list), defaultdict(set)
    for name, key in load_names_with_keys():
        names_by_reading[name.reading].append(name)
        readings_by_key[key].add(name.reading)
    best: CandidatesByPair = {}
    for one, other in reading_pairs_to_compare(readings_by_key):
        if are_of_one_person(names_by_reading[one], names_by_reading[other]):
            continue
        if (
            fuzz.token_sort_ratio(one, other) < MIN_READING_SIMILARITY
            and fuzz.ratio(one, other) < MIN_READING_SIMILARITY
        ):
            continue
        similarity = compare_readings(one, other, at_least=DUPLICATE_THRESHOLD)
        if similarity.score >= DUPLICATE_THRESHOLD:
            keep_best_candidates(best, names_by_reading[one], names_by_reading[other], similarity)
    return best


def are_of_one_person(names: list[SpelledName], other_names: list[SpelledName]) -> bool:
    """Whether all names are of one and the same person."""
    first = names[0].person
    return all(name.person == first for name in (*names, *other_names))


def load_names_with_keys() -> Iterator[tuple[SpelledName, str]]:
    """The spellings of people who were not merged, each with its search key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.person_id, n.spelling, s.reading, s.key_id FROM cases_personname n "
            "JOIN cases_person p ON p.id = n.person_id "
            "JOIN cases_spelling s ON s.text = n.spelling "
            "WHERE p.merged_into_id IS NULL AND n.standing <> %s AND s.key_id <> ''",
            [Standing.REJECTED],
        )
        for person, spelling, reading, key in cursor:
            yield SpelledName(person, spelling, reading), key


def reading_pairs_to_compare(readings_by_key: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of readings with the same key or with similar keys.

    Includes each reading with itself: two people may have the same name.
    """
    for readings in readings_by_key.values():
        yield from ((reading, reading) for reading in readings)
        yield from combinations(sorted(readings), 2)
    for one, other in similar_key_pairs(readings_by_key, MIN_KEY_SIMILARITY):
        yield from product(readings_by_key[one], readings_by_key[other])


def keep_best_candidates(
    best: CandidatesByPair,
    names: Iterable[SpelledName],
    other_names: Iterable[SpelledName],
    similarity: NameSimilarity,
) -> None:
    """Update `best` with each pair of different people that is better than the one it has."""
    for one, other in product(names, other_names):
        if one.person == other.person:
            continue
        first, second = (one, other) if one.person < other.person else (other, one)
        candidate = PersonCandidate(similarity, first.spelling, second.spelling)
        previous = best.get((first.person, second.person))
        if previous is None or candidate.sort_key < previous.sort_key:
            best[first.person, second.person] = candidate


def find_candidates_of(person: Person) -> CandidatesByPair:
    """Possible duplicates of one person, by the index of spellings: quick enough for a request."""
    best: CandidatesByPair = {}
    others = Person.objects.filter(merged_into=None).exclude(pk=person.pk)
    for row in person.names.exclude(standing=Standing.REJECTED):
        name = SpelledName(person.pk, row.spelling, "")
        for match in others.name_matches(row.spelling, at_least=DUPLICATE_THRESHOLD):
            other_name = SpelledName(match.person_id, match.spelling, "")
            keep_best_candidates(best, [name], [other_name], match.similarity)
    return best


# --- what else two people share ---------------------------------------------------------------


@dataclass
class PersonContext:
    """What a person has in common with another of the same name, or not."""

    cases: set[int]
    provinces: set[str]
    years: set[int]  # of the events of their cases
    category: str


def load_person_contexts(people: set[int]) -> dict[int, PersonContext]:
    rows = Person.objects.filter(pk__in=people).values_list("pk", "category")
    contexts = {pk: PersonContext(set(), set(), set(), category) for pk, category in rows}
    participations = Participation.objects.filter(person__in=people)
    participations = participations.exclude(standing=Standing.REJECTED)
    for person, case, province in participations.values_list("person", "case", "case__province"):
        contexts[person].cases.add(case)
        contexts[person].provinces |= {province} - {Province.UNKNOWN}
    years = years_of_cases({case for context in contexts.values() for case in context.cases})
    for context in contexts.values():
        context.years.update(*(years[case] for case in context.cases))
    return contexts


def years_of_cases(cases: set[int]) -> dict[int, set[int]]:
    years = defaultdict(set)
    dated_events = Event.objects.filter(case__in=cases, happened_on__isnull=False)
    for case, day in dated_events.values_list("case", "happened_on"):
        years[case] |= {day.earliest.year, day.latest.year}
    return years


def build_person_pairs(best: CandidatesByPair) -> list[PersonPair]:
    """Unsaved pairs with what the two share; without common names if they share nothing else."""
    contexts = load_person_contexts({person for pair in best for person in pair})
    bearers = defaultdict(set)
    for (first, second), candidate in best.items():
        bearers[candidate.first] |= {first, second}
    pairs = [build_person_pair(*people, candidate, contexts) for people, candidate in best.items()]
    return [
        p
        for p in pairs
        if len(bearers[p.first_spelling]) <= MAX_BEARERS or has_shared_circumstances(p)
    ]


def build_person_pair(
    first: int, second: int, candidate: PersonCandidate, contexts: dict[int, PersonContext]
) -> PersonPair:
    one, other = contexts[first], contexts[second]
    return PersonPair(
        first_id=first,
        second_id=second,
        score=candidate.similarity.score,
        first_spelling=candidate.first,
        second_spelling=candidate.second,
        why="; ".join(candidate.similarity.reasons)[:500],
        shares_case=bool(one.cases & other.cases),
        shares_province=bool(one.provinces & other.provinces),
        shares_year=bool(one.years & other.years),
        shares_category=one.category == other.category != Category.UNKNOWN,
    )


def has_shared_circumstances(pair: PersonPair) -> bool:
    """Whether the two share a case, or both a province and a year."""
    return pair.shares_case or (pair.shares_province and pair.shares_year)
