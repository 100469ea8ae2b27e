"""Search form, exact provision match and suggestions."""

from functools import cached_property

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.enums import Category
from cases.page_data.search_results import (
    CASES_OF_PEOPLE,
    MAX_HITS_SHOWN,
    NAME_KIND_IDS,
    PEOPLE_KIND_ID,
    SEARCHABLE_KINDS,
    Hit,
    SearchResults,
)
from cases.statistics.provision_usage import ProvisionUse
from laws.models import Law, Provision
from laws.pages.page_data import CountWithLink, change_request_counts, recommendation_list_url
from tracker.database.search_query import (
    MAX_QUERY_LENGTH,
    MIN_PREFIX_LENGTH,
    WORD,
    SearchQuery,
    normalise_search_text,
)
from tracker.models import IndexedTerm
from tracker.web.lists.filters import require_valid

MAX_EXACT_MATCHES = 8


class SuggestForm(forms.Form):
    """Parameters of the suggestions."""

    q = forms.CharField(label=_("Search"), max_length=MAX_QUERY_LENGTH, required=False)


class SearchForm(SuggestForm):
    """Parameters of the search page."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.id, kind.label) for kind in SEARCHABLE_KINDS],
        required=False,
    )


class ExactProvisionMatches:
    """The provisions and laws whose number or name the search words are."""

    def __init__(self, words: str, most: int = MAX_EXACT_MATCHES):
        pks = Provision.objects.ids_cited_as(words)[:most] if words else []
        provisions = Provision.objects.select_related("law").in_bulk(pks)
        self.provisions = [provisions[pk] for pk in pks]
        laws = Law.objects.ids_cited_as(words)[:most] if words else []
        self.laws = list(Law.objects.filter(pk__in=laws)) if laws else []

    def __bool__(self):
        return bool(self.provisions or self.laws)

    @property
    def counts_by_kind(self) -> dict[str, int]:
        """Number of matches by kind; a result group with no more hits than these is omitted."""
        return {"provisions": len(self.provisions), "laws": len(self.laws)}

    @cached_property
    def provision_hits(self) -> list[tuple[ProvisionUse, CountWithLink]]:
        """Use of each provision and recommendations to change it, loaded together."""
        counts = change_request_counts(self.provisions)
        return [
            (ProvisionUse(p), CountWithLink(counts[p.pk], recommendation_list_url(p)))
            for p in self.provisions
        ]


class SearchPage:
    """Data of the search page. Raises BadParameters.

    If no text contains the words, they may be mistyped: then results for the most similar indexed
    words are added, and the page says so.
    """

    def __init__(self, query):
        form = SearchForm(query)
        require_valid(query, form, reject_unknown=True)
        self.words = form.cleaned_data["q"]
        self.kind = form.cleaned_data["kind"]
        self.kinds = [kind for kind in SEARCHABLE_KINDS if self.kind in ("", kind.id)]
        if name_indexes := [
            n for n, kind in enumerate(self.kinds) if kind.id in (PEOPLE_KIND_ID, "cases")
        ]:
            self.kinds.insert(name_indexes[0] + 1, CASES_OF_PEOPLE)

    @cached_property
    def exact(self) -> ExactProvisionMatches:
        return ExactProvisionMatches(self.words)

    @cached_property
    def drafts(self) -> list[Law]:
        """Drafts that the words name among others: nobody can be charged under them."""
        named = Law.objects.drafts_named_in(self.words) if self.words else []
        shown = [*self.exact.laws, *(provision.law for provision in self.exact.provisions)]
        return [law for law in named if law not in shown]

    @cached_property
    def search_results(self) -> SearchResults:
        return SearchResults(self.words, self.kinds, exact_counts=self.exact.counts_by_kind)

    @cached_property
    def similar_words(self) -> str:
        """Similar indexed words, if no text contains those searched for."""
        has_texts = any(g.kind.id not in NAME_KIND_IDS for g in self.search_results.groups)
        if has_texts or self.exact:
            return ""
        similar = IndexedTerm.objects.suggest_correction(self.words)
        return similar if similar and self._search_texts(similar).groups else ""

    @cached_property
    def result_sets(self) -> list[SearchResults]:
        """Results of the words as written, then of the similar words."""
        if not self.words:
            return []
        similar = [self._search_texts(self.similar_words)] if self.similar_words else []
        return [results for results in (self.search_results, *similar) if results.groups]

    def _search_texts(self, words: str) -> SearchResults:
        return SearchResults(words, [kind for kind in self.kinds if kind.id not in NAME_KIND_IDS])

    @property
    def usage_links(self) -> list[tuple[str, str]]:
        """Label and usage matrix address of each category of person named in the words."""
        return [
            (str(category.label), reverse("cases:usage", query={"category": category.value}))
            for category in Category
            if category not in (Category.OTHER, Category.UNKNOWN)
            and occurs_in_label(SearchQuery.of(self.words), str(category.label))
        ]

    @property
    def count(self) -> int:
        return sum(results.count for results in self.result_sets)

    @property
    def all_kinds_address(self) -> str:
        return reverse("cases:search", query={"q": self.words})


def occurs_in_label(words: SearchQuery, label: str) -> bool:
    """Whether a search word occurs in the label, in the singular or plural: `journalists`."""
    label_words = [
        word for word in WORD.findall(normalise_search_text(label)) if len(word) > MIN_PREFIX_LENGTH
    ]
    return any(run in label or label in run for run in words.khmer) or any(
        word in label_words or word.removesuffix("s") in label_words for word in words.latin
    )


class Suggestions:
    """Links shown while the user types."""

    KINDS = ("laws", PEOPLE_KIND_ID, "cases")
    MIN_CHARACTERS = 2

    def __init__(self, query):
        form = SuggestForm(query)
        require_valid(query, form, reject_unknown=True)
        self.words = form.cleaned_data["q"]

    @cached_property
    def exact(self) -> ExactProvisionMatches:
        return ExactProvisionMatches(self.words, most=MAX_HITS_SHOWN)

    @cached_property
    def search_results(self) -> SearchResults:
        return SearchResults(
            self.words, [kind for kind in SEARCHABLE_KINDS if kind.id in self.KINDS], max_hits=3
        )

    @cached_property
    def links(self) -> list[Hit]:
        """Exactly matching provisions, then hits of each kind."""
        if len(self.words) < self.MIN_CHARACTERS:
            return []
        hits = [
            self.search_results.build_provision_hit(provision)
            for provision in self.exact.provisions
        ]
        for group in self.search_results.groups:
            hits += group.hits
        return hits
