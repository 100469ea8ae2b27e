"""Search results: hits of every kind of record with highlighted text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Prefetch, Window
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Disagreement, Measure, NameMatch, Participation, Person
from cases.name_matching import romanise_name
from laws.models import Ask, Law, Provision, Recommendation
from tracker.database.search_query import Highlighter, SearchQuery
from tracker.languages.switching import localised_text
from tracker.models import Organisation, Source, stems

MAX_HITS_SHOWN = 5


@dataclass(frozen=True)
class SearchableKind:
    """One kind of record: its queryset, its list page and the fields of its texts."""

    id: str
    label: str
    build_queryset: Callable
    list_url_name: str
    heading_field: str
    text_fields: tuple[str, ...] = ()
    parameter: str = "q"

    def address(self, words: str | list[str]) -> str:
        """Address of the list of all hits of this kind."""
        return reverse(self.list_url_name, query={self.parameter: words})


PEOPLE_KIND_ID = "people"
MAX_PEOPLE_MATCHED = 20  # people whose cases are searched too
ASKS_WITH_PROVISIONS = Ask.objects.select_related("provision__law", "law")
# In the order of the page. The querysets are those of the linked lists, so the counts are equal.
SEARCHABLE_KINDS = [
    SearchableKind(
        "provisions",
        _("Articles and other provisions"),
        lambda: Provision.objects.select_related("law").prefetch_related("versions__contents"),
        "laws:provision-list",
        "heading",
        ("heading_km", "said", "note"),
    ),
    SearchableKind(
        "laws",
        _("Laws and other instruments"),
        Law.objects.all,
        "laws:law-list",
        "title",
        ("title_km", "full_title", "subject", "status", "note"),
    ),
    SearchableKind(
        PEOPLE_KIND_ID,
        _("People"),
        lambda: Person.objects.filter(merged_into=None),
        "cases:person-list",
        "name",
        parameter="name",
    ),
    SearchableKind(
        "cases",
        _("Cases"),
        lambda: Case.objects.filter(merged_into=None),
        "cases:case-list",
        "title",
        ("title_km", "summary", "summary_km", "place", "status_note"),
    ),
    SearchableKind(
        "measures",
        _("Measures"),
        Measure.objects.all,
        "cases:measure-list",
        "title",
        ("title_km", "description", "date_note"),
    ),
    SearchableKind(
        "recommendations",
        _("Recommendations"),
        lambda: Recommendation.objects.prefetch_related(
            Prefetch("asks", ASKS_WITH_PROVISIONS.all())
        ),
        "laws:recommendation-list",
        "summary",
        ("summary_km", "asked", "issuer", "addressee", "note"),
    ),
    SearchableKind(
        "organisations",
        _("Organisations"),
        lambda: Organisation.objects.prefetch_related("names"),
        "tracker:organisation-list",
        "name",
        ("name_km", "abbreviation", "known_as", "description"),
    ),
    SearchableKind(
        "sources",
        _("Sources"),
        Source.objects.all,
        "tracker:source-list",
        "title",
        ("title_km", "author", "publisher", "note"),
    ),
    SearchableKind(
        "disagreements",
        _("Where sources differ"),
        lambda: Disagreement.objects.prefetch_related("claims"),
        "cases:disagreement-list",
        "topic",
        ("claimed", "handling"),
    ),
]
# Not a text search: the cases of people with a matching name.
CASES_OF_PEOPLE = SearchableKind(
    "their-cases",
    _("Cases of people with this name"),
    lambda: Case.objects.filter(merged_into=None),
    "cases:case-list",
    "title",
    parameter="person",
)
NAME_KIND_IDS = (PEOPLE_KIND_ID, CASES_OF_PEOPLE.id)
# Texts of related rows that are indexed with the record.
RELATED_TEXTS = {
    "said": lambda p: [c.summary for v in p.versions.all() for c in v.contents.all()],
    "known_as": lambda organisation: [name.spelling for name in organisation.names.all()],
    "asked": lambda recommendation: [str(ask) for ask in recommendation.asks.all()],
    "claimed": lambda disagreement: [claim.value for claim in disagreement.claims.all()],
}


@dataclass(frozen=True)
class Hit:
    """One record found, with the search words highlighted."""

    record: object
    heading: SafeString
    provision_heading: str = ""
    excerpt: str = ""
    matched_spelling: str = ""  # the matching spelling of a person, if it is not the heading
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchResultGroup:
    """The hits of one kind: their number, the best ones, and the address of the full list."""

    kind: SearchableKind
    count: int
    hits: list[Hit]
    address: str


@dataclass
class SearchResults:
    """Results by kind, in the order of the page, without groups that only repeat exact matches."""

    words: str
    kinds: list[SearchableKind]
    max_hits: int = MAX_HITS_SHOWN
    # Number of exact matches shown above, by kind.
    exact_counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def highlighter(self) -> Highlighter:
        query = SearchQuery.of(self.words)
        return Highlighter(query, stems(query))

    @cached_property
    def groups(self) -> list[SearchResultGroup]:
        groups = [self.build_group(kind) for kind in self.kinds]
        return [group for group in groups if group.count > self.exact_counts.get(group.kind.id, 0)]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    def build_group(self, kind: SearchableKind) -> SearchResultGroup:
        if kind.id == PEOPLE_KIND_ID:
            return self.build_people_group(kind)
        if kind.id == CASES_OF_PEOPLE.id:
            # Cases in which the best matching people take part: those of the linked list.
            takes_part = Participation.objects.filter(person__in=self.matched_people)
            matching = kind.build_queryset().filter(pk__in=takes_part.values("case"))
            address = kind.address([person.code for person in self.matched_people.values()])
        else:
            matching = kind.build_queryset().with_words(self.words).best_first(self.words)
            address = kind.address(self.words)
        # The window counts all matching rows, not only those shown.
        rows = list(matching.annotate(count=Window(Count("pk")))[: self.max_hits])
        hits = [self.build_hit(kind, row) for row in rows]
        return SearchResultGroup(kind, rows[0].count if rows else 0, hits, address)

    def build_hit(self, kind: SearchableKind, row) -> Hit:
        heading = localised_heading(row, kind.heading_field)
        texts = searched_texts(row, (kind.heading_field, *kind.text_fields))
        excerpts = (self.highlighter.excerpt(text) for text in texts if text != heading)
        excerpt = next(filter(None, excerpts), "")
        if isinstance(row, Provision):
            return self.build_provision_hit(row, excerpt)
        return Hit(row, self.highlighter.marked(heading), excerpt=excerpt)

    def build_provision_hit(self, row: Provision, excerpt: str = "") -> Hit:
        heading = self.highlighter.marked(f"{row.label}, {row.law.own_title}")
        # The label of an unnumbered provision is its heading already.
        beside = self.highlighter.marked(localised_heading(row, "heading")) if row.number else ""
        return Hit(row, heading, beside, excerpt)

    @cached_property
    def matches(self) -> list[NameMatch]:
        """People with a similar name, in any public spelling, best first."""
        is_name = romanise_name(self.words) and not re.search(r"\d", self.words)
        return Person.objects.filter(merged_into=None).name_matches(self.words) if is_name else []

    @cached_property
    def matched_people(self) -> dict[int, Person]:
        """The best matching people, by id."""
        ids = [match.person_id for match in self.matches[:MAX_PEOPLE_MATCHED]]
        return Person.objects.in_bulk(ids)

    def build_people_group(self, kind: SearchableKind) -> SearchResultGroup:
        """People, each with the matching spelling and the reasons of the match."""
        hits = []
        for match in self.matches[: self.max_hits]:
            person = self.matched_people[match.person_id]
            spelling = match.spelling if match.spelling != str(person) else ""
            reasons = tuple(reason_label(reason) for reason in match.similarity.reasons)
            heading = self.highlighter.marked(localised_text(person, person.name_km))
            hits.append(Hit(person, heading, matched_spelling=spelling, reasons=reasons))
        return SearchResultGroup(kind, len(self.matches), hits, kind.address(self.words))


# Public labels of the reasons that name matching shows to staff.
REASON_LABELS = {
    "part missing": _("part of the name"),
    "order": _("in another order"),
    "joined or split": _("written together or apart"),
    "initial": _("by an initial"),
    "slip of the fingers": _("a letter or two differ"),
}


def reason_label(reason: str) -> str:
    """Public text of a reason; a spelling rule that equates two letters becomes `o = u`."""
    return str(REASON_LABELS.get(reason) or reason.replace(", ", " = "))


def localised_heading(row, name: str) -> str:
    """The text of a field in the language of the page, if there is one."""
    return localised_text(getattr(row, name), getattr(row, f"{name}_km", ""))


def searched_texts(row, names: Iterable[str]) -> Iterable[str]:
    """The texts of a record, in the order in which an excerpt is searched."""
    for name in names:
        yield from RELATED_TEXTS[name](row) if name in RELATED_TEXTS else [getattr(row, name)]
