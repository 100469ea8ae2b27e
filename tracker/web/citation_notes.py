"""Numbered citations of one page, read in two queries.

A fact ends in marks such as 3b: the third source of the page, the second place in it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from string import ascii_lowercase

from django.db.models import Model, Q, QuerySet, Value

from tracker.models import Source
from tracker.partial_dates import PartialDate
from tracker.visibility.citation_coverage import citations_of, cited_kinds


@dataclass(frozen=True)
class CitationRef:
    """Where in a source a fact is found."""

    mark: str
    letter: str
    section: str
    locator: str


@dataclass
class Footnote:
    """One source of the page and the places in it that are cited."""

    number: int
    source: Source
    places: dict[tuple[str, str], CitationRef] = field(default_factory=dict)

    def place(self, section: str, locator: str) -> CitationRef:
        if (section, locator) not in self.places:
            letter = letters(len(self.places))
            mark = f"{self.number}{letter}"
            self.places[section, locator] = CitationRef(mark, letter, section, locator)
        return self.places[section, locator]


class Footnotes:
    """The marks of every fact given, and the list of sources they lead to."""

    def __init__(self, *facts: Iterable[Model]):
        self.by_source: dict[int, Footnote] = {}
        self._marks = defaultdict(list)
        self._uses = Counter()
        self.add(*facts)

    def add(self, *groups: Iterable[Model]) -> None:
        """Number the citations of more facts, after those already there."""
        facts = [fact for group in groups for fact in group]
        cited = _citations_of(facts)
        sources = {source for places in cited.values() for source, *_place in places}
        found = Source.objects.in_bulk(sources - self.by_source.keys())
        for fact in facts:
            key = _key(fact)
            if key in self._marks:
                continue
            for pk, section, locator in cited.get(key, ()):
                if pk not in self.by_source:
                    self.by_source[pk] = Footnote(len(self.by_source) + 1, found[pk])
                self._marks[key].append((self.by_source[pk], (section, locator)))
                self.by_source[pk].place(section, locator)

    def of(self, fact: Model) -> list[tuple[Footnote, CitationRef]]:
        """The sources of a fact, each with the place in it."""
        return [(note, note.places[place]) for note, place in self._marks.get(_key(fact), ())]

    def use(self, place: CitationRef) -> str:
        """The anchor of one more mark that leads to the place: where to come back to."""
        self._uses[place.mark] += 1
        return anchor(place, self._uses[place.mark])

    def uses_of(self, place: CitationRef) -> list[str]:
        """The anchors of all its marks so far: the list of sources stands below them."""
        return [anchor(place, n) for n in range(1, self._uses[place.mark] + 1)]

    @property
    def latest_on(self) -> PartialDate | None:
        """When the latest of the sources was published: what the page knows ends there."""
        days = [note.source.published_on for note in self if note.source.published_on]
        return max(days, key=lambda day: day.latest, default=None)

    def __iter__(self):
        return iter(self.by_source.values())

    def __len__(self):
        return len(self.by_source)


def _key(fact: Model) -> tuple[str, int]:
    return fact._meta.label, fact.pk


def _citations_of(facts: list[Model]) -> dict[tuple[str, int], list[tuple]]:
    """(source, section, locator) of each citation, by the fact it supports: one query for all."""
    kinds = defaultdict(set)
    for fact in facts:
        kinds[type(fact)].add(fact.pk)
    parts = []
    for kind, pks in kinds.items():
        parts.append(
            citations_of(kind)
            .objects.filter(fact__in=pks)
            .order_by()
            .annotate(of=Value(kind._meta.label))
            .values_list("of", "fact_id", "source_id", "section", "locator")
        )
    found = defaultdict(list)
    if parts:
        for of, fact, *place in sorted(parts[0].union(*parts[1:], all=True)):
            found[of, fact].append(tuple(place))
    return found


def anchor(place: CitationRef, use: int) -> str:
    return f"cited-{place.mark}" if use == 1 else f"cited-{place.mark}-{use}"


def letters(position: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    more, letter = divmod(position, len(ascii_lowercase))
    return (letters(more - 1) if more else "") + ascii_lowercase[letter]


def citing(model: type[Model], source: Source) -> QuerySet:
    """The other way: records that cite the source for anything that hangs on them."""
    found = Q(pk__in=[])
    for kind, path in cited_kinds(model):
        citations = citations_of(kind).objects.filter(source=source)
        found |= Q(pk__in=citations.values(f"fact__{path}" if path else "fact"))
    return model.objects.filter(found)
