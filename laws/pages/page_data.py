"""Data of the law, provision and recommendation pages."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlencode

import django_filters
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laws.enums import CHANGE, Action, StageKind
from laws.models import (
    Ask,
    Breach,
    Content,
    Law,
    Penalty,
    Provision,
    Recommendation,
    Stage,
    Version,
)
from tracker.models import Organisation
from tracker.web.citation_notes import Footnotes
from tracker.web.lists.filters import StrictFilterSet


class VersionFilter(StrictFilterSet):
    """The versions of a provision, or those in force on a day."""

    on = django_filters.DateFilter(
        label=_("On the day"),
        method="in_force_on",
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write a day such as 2018-03-02.")},
    )

    class Meta:
        model = Version
        fields = ["on"]

    def in_force_on(self, versions, _name, day):
        return versions.in_force_on(day)


def change_asked_of(provisions: list[Provision]) -> dict[int, int]:
    """How many ask each provision, or its law as a whole, to change: as its own page says."""
    laws = {provision.law_id for provision in provisions}
    asks = Ask.objects.filter(Q(provision__in=provisions) | Q(law__in=laws), action__in=CHANGE)
    asks = asks.filter(recommendation__is_restatement=False)
    asks = list(asks.values_list("recommendation", "provision", "law"))
    return {
        provision.pk: len(
            {asking for asking, own, law in asks if provision.pk == own or provision.law_id == law}
        )
        for provision in provisions
    }


def asking_address(provision: Provision, actions: Collection[Action] = CHANGE) -> str:
    """The list of the recommendations that ask for one of these."""
    query = {"provision": provision.address, "restatement": "false", "action": [*map(str, actions)]}
    return f"{reverse('laws:recommendation-list')}?{urlencode(query, doseq=True)}"


class ProvisionRecord:
    """One provision: its versions (on a day, if asked), who objects, who asks for change.

    Raises BadParameters where the query is malformed.
    """

    def __init__(self, provision: Provision, query):
        self.provision = provision
        versions = provision.versions.prefetch_related(
            Prefetch("contents", Content.objects.all()),
            Prefetch("penalties", Penalty.objects.all()),
        )
        asked = VersionFilter(query, queryset=versions)
        asked.form_parameters = ()
        self.versions = list(asked.answer)
        self.on = asked.form.cleaned_data.get("on")

    @property
    def is_ambiguous(self) -> bool:
        """Whether the day asked about lies within a vaguely dated change."""
        return self.on is not None and len(self.versions) > 1

    @property
    def changes(self) -> list["VersionComparison"]:
        """What changed from each version to the next of its kind: of what is shown."""
        pairs = [two for two in pairwise(self.versions) if two[0].stage == two[1].stage]
        return [VersionComparison(before, after) for before, after in pairs]

    @property
    def has_penalties(self) -> bool:
        return any(version.penalties.all() for version in self.versions)

    @cached_property
    def breaches(self) -> list[Breach]:
        return list(self.provision.breaches.select_related("standard__instrument"))

    @cached_property
    def recommendations(self) -> list["RecommendationAsks"]:
        about = Q(provision=self.provision) | Q(law=self.provision.law)
        return asked_in(Ask.objects.filter(about).select_related("recommendation", "provision"))

    @property
    def change_asked(self) -> "CountWithLink":
        """Who asks for it, or its law, to change."""
        return self._asking_for(CHANGE)

    @property
    def otherwise_asked(self) -> "CountWithLink":
        """Who asks for something else about it: to drop a case, to stop using it."""
        return self._asking_for([action for action in Action if action not in CHANGE])

    def _asking_for(self, actions: Collection[Action]) -> "CountWithLink":
        """Without restatements: they repeat others of the same document."""
        found = [asked for asked in self.recommendations if not asked.recommendation.is_restatement]
        return CountWithLink(
            sum(any(ask.action in actions for ask in asked.asks) for asked in found),
            asking_address(self.provision, actions),
        )

    @cached_property
    def footnotes(self) -> Footnotes:
        return Footnotes(
            [self.provision],
            *(version.contents.all() for version in self.versions),
            *(version.penalties.all() for version in self.versions),
            self.breaches,
            (asked.recommendation for asked in self.recommendations),
        )


@dataclass(frozen=True)
class CountWithLink:
    """A number, and the list that has as many rows."""

    number: int
    address: str


@dataclass(frozen=True)
class TextDiffSegment:
    """Words that two texts share, or that only the earlier or the later one has."""

    kind: str  # same, removed or added
    text: str


@dataclass(frozen=True)
class VersionComparison:
    """Two versions of a provision, word by word. The words are ours: laws are told, not copied."""

    before: Version
    after: Version

    @property
    def says(self) -> list[TextDiffSegment]:
        return word_by_word(_said(self.before), _said(self.after))

    @property
    def threatens(self) -> list[TextDiffSegment]:
        return word_by_word(_threatened(self.before), _threatened(self.after))


def _said(version: Version) -> str:
    """What it says by the account that stands first, where sources differ."""
    contents = version.contents.all()
    return contents[0].summary if contents else ""


def _threatened(version: Version) -> str:
    return "; ".join(str(penalty) for penalty in version.penalties.all())


SHARED_AT_LEAST = 3  # words: fewer in a row, such as "of the", would only chop the changes up


def word_by_word(before: str, after: str) -> list[TextDiffSegment]:
    old, new = before.split(), after.split()
    found, reached, come_to = [], 0, 0
    for i, j, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        is_edge = i == j == 0 or (i + size, j + size) == (len(old), len(new))
        if size < SHARED_AT_LEAST and not is_edge:
            continue
        pieces = {"removed": old[reached:i], "added": new[come_to:j], "same": old[i : i + size]}
        found += [TextDiffSegment(kind, " ".join(words)) for kind, words in pieces.items() if words]
        reached, come_to = i + size, j + size
    return found


@dataclass
class RecommendationAsks:
    """A recommendation and what it asks about one thing."""

    recommendation: Recommendation
    asks: list[Ask]


def asked_in(asks) -> list[RecommendationAsks]:
    """Asks, gathered by recommendation: the earliest first, restatements after their originals."""
    by_recommendation = defaultdict(list)
    for ask in asks:
        by_recommendation[ask.recommendation].append(ask)
    for found in by_recommendation.values():
        found.sort(key=lambda ask: ask.action)  # what is asked of several provisions is told once
    gathered = [
        RecommendationAsks(recommendation, found)
        for recommendation, found in by_recommendation.items()
    ]
    return sorted(gathered, key=lambda asked: _age(asked.recommendation))


def _age(recommendation):
    issued = recommendation.issued_on
    return (issued is None, issued, recommendation.is_restatement, recommendation.code)


@dataclass
class LawStageDates:
    """One kind of step in a law's life, with every date the sources give for it."""

    stages: list[Stage]

    @property
    def label(self) -> str:
        return self.stages[0].get_kind_display()

    @property
    def differs(self) -> bool:
        return any(stage.standing != "accepted" for stage in self.stages)


# Steps that happen once: several dates for one of them are claims, not several happenings.
ONCE = {StageKind.ADOPTED, StageKind.PROMULGATED, StageKind.SIGNED, StageKind.RATIFIED}


class LawRecord:
    """One law: its life, its provisions, who asks for it to change."""

    def __init__(self, law: Law):
        self.law = law

    @cached_property
    def stages(self) -> list[Stage]:
        return list(self.law.stages.all())

    @property
    def steps(self) -> list[LawStageDates]:
        """In the order of their first dates; disputed dates of one step side by side."""
        steps = {}
        for stage in self.stages:
            key = stage.kind if stage.kind in ONCE else (stage.kind, stage.pk)
            steps.setdefault(key, LawStageDates([])).stages.append(stage)
        return list(steps.values())

    @cached_property
    def provisions(self) -> list[Provision]:
        provisions = list(self.law.provisions.order_by("position", "slug"))
        for provision in provisions:
            provision.law = self.law
        return provisions

    @cached_property
    def recommendations(self) -> list[RecommendationAsks]:
        about = Q(law=self.law) | Q(provision__law=self.law)
        return asked_in(Ask.objects.filter(about).select_related("recommendation", "provision"))

    @cached_property
    def footnotes(self) -> Footnotes:
        return Footnotes(
            [self.law],
            self.stages,
            (asked.recommendation for asked in self.recommendations),
        )


def provision_options() -> list[tuple[str, str]]:
    """Every provision, for a select box."""
    rows = Provision.objects.select_related("law").order_by("law__title", "position", "slug")
    return [
        (provision.address, f"{provision.label}, {provision.law.own_title}") for provision in rows
    ]


def law_options() -> list[tuple[str, str]]:
    return [(law.slug, law.own_title) for law in Law.objects.all()]


def body_options() -> list[tuple[str, str]]:
    """Everyone who made a recommendation."""
    bodies = Organisation.objects.filter(recommendations_made__isnull=False).distinct()
    return [*bodies.values_list("code", "name")]
