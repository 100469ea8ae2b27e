"""Who asked for what to change."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laws.enums import Action, Addressee
from tracker.codes import CodeField
from tracker.history import tracked
from tracker.models import (
    Citation,
    GivenKey,
    Organisation,
    Publishable,
    Redactable,
    WordsQuerySet,
)
from tracker.partial_dates import PartialDateField

from .law import Law
from .provision import Provision


@tracked
class Recommendation(Publishable):
    """One body asking one addressee to do something about laws, provisions, cases or practice."""

    called_by = ("summary",)

    told_by = ("code", "summary")

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
        default=False,
        help_text=_("Repeats others of the same document; shown, never counted."),
    )
    note = models.TextField(blank=True)

    objects = WordsQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-issued_on", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="recommendation_addressee_is_known",
                condition=Q(addressee_kind__in=Addressee.values),
            ),
        ]

    def __str__(self):
        return self.summary

    def get_absolute_url(self):
        return reverse("laws:recommendation-detail", args=[self.code])


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
            models.CheckConstraint(
                name="ask_action_is_known", condition=Q(action__in=Action.values)
            ),
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


@tracked
class RecommendationCitation(Citation):
    """Where the recommendation stands."""

    fact = models.ForeignKey(Recommendation, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        pass


class RecommendationKey(GivenKey):
    """What an organisation that sends tables calls a recommendation."""

    record = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")

    class Meta(GivenKey.Meta):
        pass


tracked(Recommendation.issuers.through)
