"""Recommendation and the changes it asks for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from laws.enums import Action, Addressee
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.database.search_query import SearchQuery
from tracker.models import (
    ExternalKey,
    FullTextQuerySet,
    Organisation,
    Publishable,
    Redactable,
    Searchable,
    citation_model,
    known_check,
    plain,
)
from tracker.partial_dates import PartialDateField

from .law import Law
from .provision import Provision

# Actions that a search query may name together with a provision: `repeal 305`.
SEARCHABLE_ACTIONS = (Action.REPEAL, Action.AMEND, Action.REVISE, Action.REFORM)


class RecommendationQuerySet(FullTextQuerySet):
    def with_words(self, words: str):
        """Full-text search; also finds recommendations about provisions cited by number.

        If the query names an action (`repeal 305`), these must ask for it.
        """
        cited = Provision.objects.ids_cited_as(words)
        if not cited:
            return super().with_words(words)
        asks = Ask.objects.filter(provision__in=cited)
        if actions := actions_named_in(words):
            asks = asks.filter(action__in=actions)
        in_text = super().with_words(words).values("pk")
        return self.filter(Q(pk__in=in_text) | Q(pk__in=asks.values("recommendation")))


def actions_named_in(words: str) -> list[Action]:
    """Actions the query names in any form: `repeal`, `repealing`, `repealed`."""
    query_words = SearchQuery.of(words).latin
    return [
        action
        for action in SEARCHABLE_ACTIONS
        if any(word.startswith(action.removesuffix("e")) for word in query_words)
    ]


@tracked
class Recommendation(Searchable, Publishable):
    """One body asking one addressee to do something about laws, provisions, cases or practice."""

    searched_columns = ("summary", "summary_km", "issuer", "addressee", "note")

    label_text_fields = ("summary",)

    label_fields = ("code", "summary")
    plain_fields = (
        *plain(summary=_("Summary"), summary_km=_("Summary in Khmer")),
        *plain(issuer=_("Asked by, as the source names them")),
        *plain(issuers=_("Asked by"), left_out="import"),
        *plain(addressee=_("Addressee"), addressee_kind=_("Kind of addressee")),
        *plain(
            is_addressee_inferred=_("Addressee inferred"), issued_on=pgettext_lazy("day", "Issued")
        ),
        *plain(is_restatement=_("Repeats another of the same document")),
    )

    code = CodeField(prefix="R")
    summary = models.TextField(help_text=_("In our words."))
    summary_km = models.TextField(_("summary in Khmer"), blank=True)
    issuer = models.CharField(max_length=300, help_text=_("Who asks, as the source names them."))
    issuers = models.ManyToManyField(Organisation, blank=True, related_name="recommendations_made")
    addressee = models.CharField(max_length=300, help_text=_("Who is asked."))
    addressee_kind = models.CharField(max_length=15, choices=Addressee)
    is_addressee_inferred = models.BooleanField(default=False)
    issued_on = PartialDateField(null=True, blank=True)
    is_restatement = models.BooleanField(
        default=False, help_text=_("Repeats others of the same document; shown, never counted.")
    )
    note = models.TextField(blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["-issued_on", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            known_check("recommendation_addressee_is_known", addressee_kind=Addressee),
        ]


@tracked
class Ask(Redactable):
    """One thing a recommendation asks: an action, and the law or provision it is about, if any."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="asks")
    action = models.CharField(max_length=12, choices=Action)
    provision = models.ForeignKey(
        Provision, models.PROTECT, null=True, blank=True, related_name="asks"
    )
    law = models.ForeignKey(Law, models.PROTECT, null=True, blank=True, related_name="asks")

    class Meta:
        ordering = ["recommendation", "action", "provision", "law"]
        constraints = [
            known_check("ask_action_is_known", action=Action),
            models.CheckConstraint(
                name="ask_is_about_one_thing_at_most",
                condition=Q(provision__isnull=True) | Q(law__isnull=True),
                violation_error_message=_("Choose a provision or a whole law, not both."),
            ),
            models.UniqueConstraint(
                name="ask_is_made_once",
                fields=["recommendation", "action", "provision", "law"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()} {self.provision or self.law or ''}".strip()


RecommendationCitation = citation_model(Recommendation, "Where a source states the recommendation.")


class RecommendationKey(ExternalKey):
    """The key of a recommendation in the tables of another organisation."""

    record = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")


tracked(Recommendation.issuers.through)
