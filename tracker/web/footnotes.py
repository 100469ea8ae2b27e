"""Numbered citations of one page, read in two queries.

A mark such as 3b after a fact means the third source of the page and the second cited place in it.
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
    """A cited place in a source: section and locator, with its mark on the page."""

    mark: str
    letter: str
    section: str
    locator: str


@dataclass
class Footnote:
    """One source of the page, with the cited places by (section, locator)."""

    number: int
    source: Source
    places: dict[tuple[str, str], CitationRef] = field(default_factory=dict)

    def add_place(self, section: str, locator: str) -> CitationRef:
        """The reference to this place; created, with the next letter, when it is new."""
        if (section, locator) not in self.places:
            letter = place_letters(len(self.places))
            mark = f"{self.number}{letter}"
            self.places[section, locator] = CitationRef(mark, letter, section, locator)
        return self.places[section, locator]


class Footnotes:
    """Citation marks of the given facts, and the numbered list of their sources."""

    def __init__(self, *facts: Iterable[Model]):
        self.by_source: dict[int, Footnote] = {}
        self._marks = defaultdict(list)
        self._uses = Counter()
        self.add(*facts)

    def add(self, *groups: Iterable[Model]) -> None:
        """Number the citations of more facts, continuing after the existing ones."""
        facts = [fact for group in groups for fact in group]
        citations = _load_citations(facts)
        source_ids = {source_id for places in citations.values() for source_id, *_place in places}
        sources = Source.objects.in_bulk(source_ids - self.by_source.keys())
        for fact in facts:
            key = _key(fact)
            if key in self._marks:
                continue
            for pk, section, locator in citations.get(key, ()):
                if pk not in self.by_source:
                    self.by_source[pk] = Footnote(len(self.by_source) + 1, sources[pk])
                self._marks[key].append(self.by_source[pk].add_place(section, locator))

    def marks_of(self, fact: Model) -> list[CitationRef]:
        """The cited places of a fact."""
        return self._marks.get(_key(fact), [])

    def add_mark_anchor(self, place: CitationRef) -> str:
        """The HTML id of one more mark of this place, to which the list of sources links back."""
        self._uses[place.mark] += 1
        return mark_anchor(place, self._uses[place.mark])

    def mark_anchors_of(self, place: CitationRef) -> list[str]:
        """The HTML ids of all marks of this place rendered so far.

        Complete only at the foot of the page, where the list of sources is.
        """
        return [mark_anchor(place, n) for n in range(1, self._uses[place.mark] + 1)]

    @property
    def latest_on(self) -> PartialDate | None:
        """Publication date of the latest source: the "as of" date of the page."""
        days = [note.source.published_on for note in self if note.source.published_on]
        return max(days, key=lambda day: day.latest, default=None)

    def __iter__(self):
        return iter(self.by_source.values())

    def __len__(self):
        return len(self.by_source)


def _key(fact: Model) -> tuple[str, int]:
    return fact._meta.label, fact.pk


def _load_citations(facts: list[Model]) -> dict[tuple[str, int], list[tuple]]:
    """(source id, section, locator) of each citation, by fact: one UNION query for all models."""
    pks_by_model = defaultdict(set)
    for fact in facts:
        pks_by_model[type(fact)].add(fact.pk)
    branches = [
        citations_of(model)
        .objects.filter(fact__in=pks)
        .order_by()
        .annotate(of=Value(model._meta.label))
        .values_list("of", "fact_id", "source_id", "section", "locator")
        for model, pks in pks_by_model.items()
    ]
    citations = defaultdict(list)
    if branches:
        for label, fact_id, *citation in sorted(branches[0].union(*branches[1:], all=True)):
            citations[label, fact_id].append(tuple(citation))
    return citations


def mark_anchor(place: CitationRef, use: int) -> str:
    """HTML id of the n-th mark of a place."""
    return f"cited-{place.mark}" if use == 1 else f"cited-{place.mark}-{use}"


def place_letters(position: int) -> str:
    """Letter of the n-th place, from 0: a, b, ... z, aa, ab, ..."""
    prefix, letter = divmod(position, len(ascii_lowercase))
    return (place_letters(prefix - 1) if prefix else "") + ascii_lowercase[letter]


def citing_records(model: type[Model], source: Source) -> QuerySet:
    """Records of a model that cite the source, themselves or through a dependent row."""
    condition = Q(pk__in=[])
    for cited_model, path in cited_kinds(model):
        citations = citations_of(cited_model).objects.filter(source=source)
        condition |= Q(pk__in=citations.values(f"fact__{path}" if path else "fact"))
    return model.objects.filter(condition)
