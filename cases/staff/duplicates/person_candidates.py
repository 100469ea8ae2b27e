"""Candidate duplicate people by name similarity."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from django.db import connection
from rapidfuzz import fuzz

from cases.enums import Category, Province
from cases.models import Event, Participation, Person, PersonPair
from cases.name_matching import DUPLICATE, NameSimilarity, compare_readings
from tracker.enums import Standing

from .blocking import near_keys

# How much of two keys must agree (of 1), and then of two readings letter by letter (of 100), for
# the readings to be compared sound by sound, which takes a thousand times longer. Of names that
# turn out to be alike, 97 and 95 of 100 pairs agree as much (docs/decisions/0027).
NEAR = 0.5
SIMILAR = 70
# A name that more people bear says little: such a pair has to share something else as well.
COMMON = 10


@dataclass(frozen=True)
class Name:
    """One spelling of one person, as it reads."""

    person: int
    spelling: str
    reading: str


@dataclass(frozen=True)
class PersonCandidate:
    """By which spellings two people are alike."""

    likeness: NameSimilarity
    first: str
    second: str

    @property
    def place(self) -> tuple[float, str, str]:
        """The likest come first."""
        return -self.likeness.score, self.first, self.second


Found = dict[tuple[int, int], PersonCandidate]


def alike_people() -> Found:
    """Every pair of people with spellings so alike that they may be one person."""
    by_reading, by_key = defaultdict(list), defaultdict(set)
    for name, key in names_with_keys():
        by_reading[name.reading].append(name)
        by_key[key].add(name.reading)
    found: Found = {}
    for one, other in candidates(by_key):
        if is_one_person(by_reading[one], by_reading[other]):
            continue
        if fuzz.token_sort_ratio(one, other) < SIMILAR and fuzz.ratio(one, other) < SIMILAR:
            continue
        likeness = compare_readings(one, other, at_least=DUPLICATE)
        if likeness.score >= DUPLICATE:
            best_similarity(found, by_reading[one], by_reading[other], likeness)
    return found


def is_one_person(ones: list[Name], others: list[Name]) -> bool:
    """Whether both readings are those of the same single person."""
    first = ones[0].person
    return all(name.person == first for name in (*ones, *others))


def names_with_keys() -> Iterator[tuple[Name, str]]:
    """The spellings of people who were not merged, and under which key each stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.person_id, n.spelling, s.reading, s.key_id FROM cases_personname n "
            "JOIN cases_person p ON p.id = n.person_id "
            "JOIN cases_spelling s ON s.text = n.spelling "
            "WHERE p.merged_into_id IS NULL AND n.standing <> %s AND s.key_id <> ''",
            [Standing.REJECTED],
        )
        for person, spelling, reading, key in cursor:
            yield Name(person, spelling, reading), key


def candidates(by_key: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of readings worth comparing: of one key, or of keys that are near. Each also with
    itself: two people may be called the same."""
    for readings in by_key.values():
        yield from ((reading, reading) for reading in readings)
        yield from combinations(sorted(readings), 2)
    for one, other in near_keys(by_key, NEAR):
        yield from product(by_key[one], by_key[other])


def best_similarity(
    found: Found, ones: Iterable[Name], others: Iterable[Name], likeness: NameSimilarity
) -> None:
    """The best likeness of each pair of different people; of several, by the first spellings."""
    for a, b in product(ones, others):
        if a.person == b.person:
            continue
        a, b = (a, b) if a.person < b.person else (b, a)
        alike = PersonCandidate(likeness, a.spelling, b.spelling)
        best = found.get((a.person, b.person))
        if best is None or alike.place < best.place:
            found[a.person, b.person] = alike


def alike_to(person: Person) -> Found:
    """The same for the pairs of one person: quick enough for when a name was typed."""
    found: Found = {}
    others = Person.objects.filter(merged_into=None).exclude(pk=person.pk)
    for spelling in person.names.exclude(standing=Standing.REJECTED):
        mine = Name(person.pk, spelling.spelling, "")
        for match in others.name_matches(spelling.spelling, at_least=DUPLICATE):
            theirs = Name(match.person_id, match.spelling, "")
            best_similarity(found, [mine], [theirs], match.likeness)
    return found


# --- what else they share ---------------------------------------------------------------------


@dataclass
class Known:
    """What tells people of one name apart, or not."""

    cases: set[int]
    provinces: set[str]
    years: set[int]
    category: str


def known_about(people: set[int]) -> dict[int, Known]:
    rows = Person.objects.filter(pk__in=people).values_list("pk", "category")
    known = {pk: Known(set(), set(), set(), category) for pk, category in rows}
    parts = Participation.objects.filter(person__in=people).exclude(standing=Standing.REJECTED)
    for person, case, province in parts.values_list("person", "case", "case__province"):
        known[person].cases.add(case)
        known[person].provinces |= {province} - {Province.UNKNOWN}
    years = years_of_cases({case for each in known.values() for case in each.cases})
    for each in known.values():
        each.years.update(*(years[case] for case in each.cases))
    return known


def years_of_cases(cases: set[int]) -> dict[int, set[int]]:
    years = defaultdict(set)
    dated = Event.objects.filter(case__in=cases, happened_on__isnull=False)
    for case, day in dated.values_list("case", "happened_on"):
        years[case] |= {day.earliest.year, day.latest.year}
    return years


def pairs_of(found: Found) -> list[PersonPair]:
    """Rows for the queue, each with what the two share besides the name."""
    known = known_about({person for pair in found for person in pair})
    bearers = defaultdict(set)
    for (first, second), alike in found.items():
        bearers[alike.first] |= {first, second}
    pairs = [pair_of(*people, alike, known) for people, alike in found.items()]
    return [p for p in pairs if len(bearers[p.first_spelling]) <= COMMON or shares_something(p)]


def pair_of(first: int, second: int, alike: PersonCandidate, known: dict[int, Known]) -> PersonPair:
    one, other = known[first], known[second]
    return PersonPair(
        first_id=first,
        second_id=second,
        score=alike.likeness.score,
        first_spelling=alike.first,
        second_spelling=alike.second,
        why="; ".join(alike.likeness.reasons)[:500],
        shares_case=bool(one.cases & other.cases),
        shares_province=bool(one.provinces & other.provinces),
        shares_year=bool(one.years & other.years),
        shares_category=one.category == other.category != Category.UNKNOWN,
    )


def shares_something(pair: PersonPair) -> bool:
    return pair.shares_case or (pair.shares_province and pair.shares_year)
