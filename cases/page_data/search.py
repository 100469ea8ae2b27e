"""Search form, exact provision match and suggestions."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.enums import Category
from cases.page_data.search_results import BY_NAME, KINDS, PEOPLE, SHOWN, THEIRS, Hit, SearchResults
from cases.statistics.provision_usage import ChargesUnder, ProvisionUse
from laws.models import Law, Provision
from laws.pages.page_data import asking_address, change_asked_of
from tracker.database.search_query import (
    BEGINNING,
    LONGEST,
    WORD,
    SearchQuery,
    normalise_search_text,
)
from tracker.models import IndexedTerm
from tracker.web.lists.filters import require_valid

MOST_EXACT = 8


class SuggestForm(forms.Form):
    """What suggestions can be asked for."""

    q = forms.CharField(label=_("Search"), max_length=LONGEST, required=False)


class SearchForm(SuggestForm):
    """What a search can be asked."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.id, kind.label) for kind in KINDS], required=False
    )


class ExactProvisionMatches:
    """The provisions and laws that the question is a way of writing."""

    def __init__(self, words: str, most: int = MOST_EXACT):
        meant = Provision.objects.written_as(words)[:most] if words else []
        found = Provision.objects.select_related("law").in_bulk(meant)
        self.provisions = [found[pk] for pk in meant]
        laws = Law.objects.written_as(words)[:most] if words else []
        self.laws = list(Law.objects.filter(pk__in=laws)) if laws else []

    def __bool__(self):
        return bool(self.provisions or self.laws)

    @property
    def told(self) -> dict[str, int]:
        """How many of each kind; all that is found of it, unless some text has the words too."""
        return {"provisions": len(self.provisions), "laws": len(self.laws)}

    @cached_property
    def lines(self) -> list["ProvisionHit"]:
        """How each provision is used and who asks to change it, read for all of them at once."""
        read, asked = ChargesUnder(self.provisions), change_asked_of(self.provisions)
        return [ProvisionHit(ProvisionUse(one, read), asked[one.pk]) for one in self.provisions]


@dataclass(frozen=True)
class ProvisionHit:
    """A provision that was meant: its use, and how many ask for it to change."""

    use: ProvisionUse
    asked: int

    @property
    def asked_address(self) -> str:
        return asking_address(self.use.provision)


class Search:
    """One question and its answer. Raises BadParameters where it is malformed.

    Where no text has the words, they may be mistyped: then the answer is that of the words
    meant, and the page says so.
    """

    def __init__(self, query):
        form = SearchForm(query)
        require_valid(query, form, alone=True)
        self.words = form.cleaned_data["q"]
        self.kind = form.cleaned_data["kind"]
        self.kinds = [kind for kind in KINDS if self.kind in ("", kind.id)]
        if by_name := [n for n, kind in enumerate(self.kinds) if kind.id in (PEOPLE, "cases")]:
            self.kinds.insert(by_name[0] + 1, THEIRS)

    @cached_property
    def exact(self) -> ExactProvisionMatches:
        return ExactProvisionMatches(self.words)

    @cached_property
    def found(self) -> SearchResults:
        return SearchResults(self.words, self.kinds, told=self.exact.told)

    @cached_property
    def meant(self) -> str:
        """What may have been meant by words that stand nowhere."""
        texts = [group for group in self.found.groups if group.kind.id not in BY_NAME]
        if texts or self.exact:
            return ""
        meant = IndexedTerm.objects.meant_by(self.words)
        return meant if meant and self._in_texts(meant).groups else ""

    @cached_property
    def answers(self) -> list[SearchResults]:
        """For the words as written, then for those meant."""
        if not self.words:
            return []
        meant = [self._in_texts(self.meant)] if self.meant else []
        return [found for found in (self.found, *meant) if found.groups]

    def _in_texts(self, words: str) -> SearchResults:
        return SearchResults(words, [kind for kind in self.kinds if kind.id not in BY_NAME])

    @property
    def usage(self) -> list[tuple[str, str]]:
        """For each category of people named in the words, the table of what is used against it."""
        return [
            (str(category.label), reverse("cases:usage", query={"category": category.value}))
            for category in Category
            if category not in (Category.OTHER, Category.UNKNOWN)
            and names(SearchQuery.of(self.words), str(category.label))
        ]

    @property
    def count(self) -> int:
        return sum(found.count for found in self.answers)

    @property
    def all_kinds(self) -> str:
        return reverse("cases:search", query={"q": self.words})


def names(words: SearchQuery, label: str) -> bool:
    """Whether some word is one of a label, in the singular or plural: `journalists`."""
    own = [word for word in WORD.findall(normalise_search_text(label)) if len(word) > BEGINNING]
    return any(run in label or label in run for run in words.khmer) or any(
        word in own or word.removesuffix("s") in own for word in words.latin
    )


class Suggestions:
    """A few links while somebody types."""

    KINDS = ("laws", PEOPLE, "cases")
    SHORTEST = 2

    def __init__(self, query):
        form = SuggestForm(query)
        require_valid(query, form, alone=True)
        self.words = form.cleaned_data["q"]

    @cached_property
    def exact(self) -> ExactProvisionMatches:
        return ExactProvisionMatches(self.words, most=SHOWN)

    @cached_property
    def found(self) -> SearchResults:
        return SearchResults(self.words, [kind for kind in KINDS if kind.id in self.KINDS], shown=3)

    @cached_property
    def links(self) -> list[Hit]:
        """Provisions first, then records of each kind, none twice."""
        if len(self.words) < self.SHORTEST:
            return []
        hits = [self.found.provision(provision) for provision in self.exact.provisions]
        for group in self.found.groups:
            hits += group.hits
        return hits
