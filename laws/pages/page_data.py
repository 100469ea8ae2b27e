"""Data of the law, provision and recommendation pages."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlencode

import django_filters
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laws.enums import CHANGE_ACTIONS, ENDING_STAGES, Action, StageKind
from laws.filters.record_filters import DAY_LIMITS
from laws.models import (
    Ask,
    Breach,
    InForce,
    InForceRule,
    Law,
    Provision,
    Reason,
    Recommendation,
    Stage,
    Version,
)
from tracker.web.footnotes import Footnotes
from tracker.web.lists.filters import StrictFilterSet


class VersionFilter(StrictFilterSet):
    """The parameter `on` of a provision page; `ProvisionRecord` applies it."""

    on = django_filters.DateFilter(
        label=_("On the day"),
        method="keep_all",
        input_formats=["%Y-%m-%d"],
        validators=DAY_LIMITS,
        error_messages={"invalid": _("Write a day such as 2018-03-02.")},
    )

    def keep_all(self, versions, _name, _day):
        return versions


def change_request_counts(provisions: list[Provision]) -> dict[int, int]:
    """Number of recommendations to change each provision or its whole law, by provision id."""
    asks = Ask.objects.filter(
        Q(provision=OuterRef("pk")) | Q(law=OuterRef("law")),
        action__in=CHANGE_ACTIONS,
        recommendation__is_restatement=False,
    )
    counted = (
        asks.order_by().values(all=Value(1)).annotate(n=Count("recommendation", distinct=True))
    )
    rows = Provision.objects.filter(pk__in=[provision.pk for provision in provisions]).order_by()
    return dict(rows.values_list("pk", Coalesce(Subquery(counted.values("n")), 0)))


def recommendation_list_url(
    provision: Provision, actions: Collection[Action] = CHANGE_ACTIONS
) -> str:
    """URL of the list of recommendations that ask for one of these actions."""
    query = {"provision": provision.address, "restatement": "false", "action": [*map(str, actions)]}
    return f"{reverse('laws:recommendation-list')}?{urlencode(query, doseq=True)}"


class ProvisionRecord:
    """Data of a provision page: versions (on one day, with `?on=`), breaches, recommendations.

    Raises BadParameters if the query string is malformed.
    """

    def __init__(self, provision: Provision, query):
        self.provision = provision
        versions = provision.versions.prefetch_related("contents", "penalties")
        version_filter = VersionFilter(query, queryset=versions)
        version_filter.output_parameters = ()
        all_versions = list(version_filter.filtered_rows)
        self.rule = InForceRule(all_versions, provision.law.stages.all())
        self.on = version_filter.form.cleaned_data.get("on")
        self.versions = self.in_force.versions if self.on else all_versions

    @cached_property
    def in_force(self) -> InForce | None:
        """Which versions may have been in force on the day asked about."""
        return self.rule.on(self.on) if self.on else None

    @property
    def end_of_law(self) -> Reason | None:
        """How its law ended, which ended its versions too."""
        return self.rule.law.reason

    @cached_property
    def version_comparisons(self) -> list[dict]:
        """Each shown version compared word by word with the next one of the same stage.

        Our summaries are compared, not the legal text.
        """
        return [
            {
                "before": before,
                "after": after,
                "content_diff": diff_words(_first_summary(before), _first_summary(after)),
                "penalty_diff": diff_words(_penalties_in_words(before), _penalties_in_words(after)),
            }
            for before, after in pairwise(self.versions)
            if before.stage == after.stage
        ]

    @property
    def has_penalties(self) -> bool:
        return any(version.penalties.all() for version in self.versions)

    @cached_property
    def breaches(self) -> list[Breach]:
        return list(self.provision.breaches.select_related("standard__instrument"))

    @cached_property
    def recommendations(self) -> list[tuple[Recommendation, list[Ask]]]:
        return group_by_recommendation(Q(provision=self.provision) | Q(law=self.provision.law))

    @property
    def change_requests(self) -> "CountWithLink":
        """Recommendations to change the provision or its law."""
        return self._count_asking_for(CHANGE_ACTIONS)

    @property
    def other_requests(self) -> "CountWithLink":
        """Recommendations for other actions about it, such as dropping a case."""
        return self._count_asking_for([action for action in Action if action not in CHANGE_ACTIONS])

    def _count_asking_for(self, actions: Collection[Action]) -> "CountWithLink":
        """Restatements are not counted: they repeat another of the same document."""
        counted = [asks for record, asks in self.recommendations if not record.is_restatement]
        return CountWithLink(
            sum(any(ask.action in actions for ask in asks) for asks in counted),
            recommendation_list_url(self.provision, actions),
        )

    @cached_property
    def footnotes(self) -> Footnotes:
        return Footnotes(
            [self.provision],
            *(version.contents.all() for version in self.versions),
            *(version.penalties.all() for version in self.versions),
            self.breaches,
            (recommendation for recommendation, _asks in self.recommendations),
        )


@dataclass(frozen=True)
class CountWithLink:
    """A number, and the URL of the list with that many rows."""

    number: int
    address: str


def _first_summary(version: Version) -> str:
    """The summary; the first one in order if sources differ."""
    contents = version.contents.all()
    return contents[0].summary if contents else ""


def _penalties_in_words(version: Version) -> str:
    return "; ".join(str(penalty) for penalty in version.penalties.all())


# Shorter runs of shared words, such as "of the", would only split a change into fragments.
MIN_SHARED_WORDS = 3


def diff_words(before: str, after: str) -> list[tuple[str, str]]:
    """Word diff of two texts, in order: pairs of same, removed or added and the words.

    Runs of fewer than MIN_SHARED_WORDS count as changed.
    """
    old, new = before.split(), after.split()
    segments, old_end, new_end = [], 0, 0
    for i, j, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        is_edge = i == j == 0 or (i + size, j + size) == (len(old), len(new))
        if size < MIN_SHARED_WORDS and not is_edge:
            continue
        pieces = {"removed": old[old_end:i], "added": new[new_end:j], "same": old[i : i + size]}
        segments += [(kind, " ".join(words)) for kind, words in pieces.items() if words]
        old_end, new_end = i + size, j + size
    return segments


def group_by_recommendation(condition: Q) -> list[tuple[Recommendation, list[Ask]]]:
    """Asks grouped by recommendation: earliest first, restatements after their originals."""
    asks = Ask.objects.filter(condition).select_related("recommendation", "provision")
    by_recommendation = defaultdict(list)
    # By action: the template shows an action on several provisions once.
    for ask in sorted(asks, key=lambda ask: ask.action):
        by_recommendation[ask.recommendation].append(ask)
    return sorted(by_recommendation.items(), key=lambda pair: _chronological_key(pair[0]))


def _chronological_key(recommendation):
    issued = recommendation.issued_on
    return (issued is None, issued, recommendation.is_restatement, recommendation.code)


# Stages that happen once: several dates of one of them are conflicting claims.
SINGLE_STAGES = {
    *(StageKind.ADOPTED, StageKind.PROMULGATED, StageKind.SIGNED, StageKind.RATIFIED),
    *ENDING_STAGES,
}


class LawRecord:
    """Data of a law page: stages, provisions, recommendations."""

    def __init__(self, law: Law):
        self.law = law

    @cached_property
    def stages(self) -> list[Stage]:
        return list(self.law.stages.all())

    @property
    def steps(self) -> list[list[Stage]]:
        """In order of their first dates; conflicting dates of one stage are grouped."""
        steps = {}
        for stage in self.stages:
            key = stage.kind if stage.kind in SINGLE_STAGES else (stage.kind, stage.pk)
            steps.setdefault(key, []).append(stage)
        return list(steps.values())

    @cached_property
    def provisions(self) -> list[Provision]:
        provisions = list(self.law.provisions.order_by("position", "slug"))
        for provision in provisions:
            provision.law = self.law
        return provisions

    @cached_property
    def recommendations(self) -> list[tuple[Recommendation, list[Ask]]]:
        return group_by_recommendation(Q(law=self.law) | Q(provision__law=self.law))

    @cached_property
    def footnotes(self) -> Footnotes:
        return Footnotes(
            [self.law],
            self.stages,
            (recommendation for recommendation, _asks in self.recommendations),
        )
