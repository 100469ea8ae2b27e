"""Sentence of one participant."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from laws.enums import Currency
from tracker.database.edit_history import tracked
from tracker.models import Fact, citation_model, known_check

from .case import Participation
from .event import Event


@tracked
class Sentence(Fact):
    """One source's account of a sentence. Months; amounts in the currency of the source.

    Compensation goes to a complainant and is never part of a fine.
    """

    terms = (
        *("prison_months_min", "prison_months_max", "is_life", "suspended_months"),
        *("is_remainder_suspended", "served_months", "is_in_absentia"),
        *("fine", "fine_currency", "is_fine_unstated"),
        *("compensation", "compensation_currency", "compensation_to", "is_claim_only"),
    )

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="sentences")
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="sentences"
    )
    prison_months_min = models.PositiveSmallIntegerField(null=True, blank=True)
    prison_months_max = models.PositiveSmallIntegerField(null=True, blank=True)
    is_life = models.BooleanField(default=False)
    suspended_months = models.PositiveSmallIntegerField(null=True, blank=True)
    is_remainder_suspended = models.BooleanField(
        default=False, help_text=_("The rest after time served is suspended.")
    )
    served_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Time served as the source states it.")
    )
    is_in_absentia = models.BooleanField(default=False)
    fine = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    fine_currency = models.CharField(max_length=3, choices=Currency, blank=True, default="")
    is_fine_unstated = models.BooleanField(
        default=False, help_text=_("A fine was imposed; the source gives no amount.")
    )
    compensation = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    compensation_currency = models.CharField(max_length=3, choices=Currency, blank=True, default="")
    compensation_to = models.CharField(max_length=200, blank=True)
    is_claim_only = models.BooleanField(
        default=False, help_text=_("Demanded by a complainant, not imposed by a court.")
    )
    stated_equivalent = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta(Fact.Meta):
        ordering = ["participation", "standing", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="sentence_prison_min_is_at_most_max",
                condition=Q(prison_months_min__isnull=True)
                | Q(prison_months_max__isnull=True)
                | Q(prison_months_min__lte=F("prison_months_max")),
            ),
            models.CheckConstraint(
                name="sentence_suspends_no_more_than_it_imposes",
                condition=Q(suspended_months__isnull=True)
                | Q(prison_months_max__isnull=True)
                | Q(suspended_months__lte=F("prison_months_max")),
            ),
            models.CheckConstraint(
                name="sentence_amounts_name_their_currency",
                condition=(Q(fine__isnull=True) | (Q(fine__gte=0) & ~Q(fine_currency="")))
                & (
                    Q(compensation__isnull=True)
                    | (Q(compensation__gte=0) & ~Q(compensation_currency=""))
                ),
                violation_error_message=_("Say in which currency the amount is stated."),
            ),
            known_check(
                "sentence_currencies_are_known",
                fine_currency=Currency,
                compensation_currency=Currency,
            ),
        ]

    def __str__(self):
        return f"{self.participation}: sentence"


SentenceCitation = citation_model(Sentence, "Where a source states the sentence.")
