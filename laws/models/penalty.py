"""Penalty threatened by a version of a provision, one row per claim."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, ngettext

from laws.enums import Connector, Currency
from tracker.database.edit_history import tracked
from tracker.models import Fact, citation_model, known_check

from .provision import Version


@tracked
class Penalty(Fact):
    """One statement, by one source, of what a version threatens and to whom it applies.

    Prison terms are in months; empty means the source does not state it. Amounts stay in the
    currency the source uses: rates differ between sources and are never recomputed.
    """

    terms = (
        *("prison_months_min", "prison_months_max", "is_life", "connector"),
        *("fine_min", "fine_max", "currency"),
    )

    version = models.ForeignKey(Version, models.CASCADE, related_name="penalties")
    prison_months_min = models.PositiveSmallIntegerField(null=True, blank=True)
    prison_months_max = models.PositiveSmallIntegerField(null=True, blank=True)
    is_life = models.BooleanField(default=False)
    connector = models.CharField(
        _("prison and/or fine"), max_length=6, choices=Connector, blank=True, default=""
    )
    fine_min = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    fine_max = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency, blank=True, default="")
    stated_equivalent = models.CharField(
        max_length=100, blank=True, help_text=_("The source's own conversion, as printed.")
    )
    other = models.CharField(
        max_length=300, blank=True, help_text=_("Any other sanction: licence, account freeze.")
    )
    applies_to = models.CharField(max_length=200, blank=True)
    condition = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta(Fact.Meta):
        verbose_name_plural = "penalties"
        ordering = ["prison_months_max", "fine_max", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="penalty_prison_min_is_at_most_max",
                condition=Q(prison_months_min__isnull=True)
                | Q(prison_months_max__isnull=True)
                | Q(prison_months_min__lte=F("prison_months_max")),
                violation_error_message=_("The least term is longer than the longest."),
            ),
            models.CheckConstraint(
                name="penalty_fine_min_is_at_most_max",
                condition=Q(fine_min__isnull=True)
                | Q(fine_max__isnull=True)
                | Q(fine_min__lte=F("fine_max")),
                violation_error_message=_("The lowest fine is higher than the highest."),
            ),
            models.CheckConstraint(
                name="penalty_fine_is_not_negative",
                condition=(Q(fine_min__isnull=True) | Q(fine_min__gte=0))
                & (Q(fine_max__isnull=True) | Q(fine_max__gte=0)),
            ),
            models.CheckConstraint(
                name="penalty_fine_names_its_currency",
                condition=Q(fine_min__isnull=True, fine_max__isnull=True) | ~Q(currency=""),
                violation_error_message=_("Say in which currency the fine is stated."),
            ),
            known_check("penalty_connector_is_known", connector=Connector),
            known_check("penalty_currency_is_known", currency=Currency),
        ]

    def __str__(self):
        return self.in_words or str(_("penalty not stated"))

    @property
    def in_words(self) -> str:
        """`6 months to 2 years in prison and a fine of 1,000,000 to 4,000,000 riel`."""
        separator = f" {Connector(self.connector).label} " if self.connector else ", "
        parts = [part for part in (self.prison_in_words, self.fine_in_words) if part]
        return "; ".join(part for part in (separator.join(parts), self.other) if part)

    @property
    def prison_in_words(self) -> str:
        if self.is_life:
            return str(_("life in prison"))
        terms = bounds_in_words(self.prison_months_min, self.prison_months_max, months_in_words)
        return str(_("%(terms)s in prison") % {"terms": terms}) if terms else ""

    @property
    def fine_in_words(self) -> str:
        amounts = bounds_in_words(self.fine_min, self.fine_max, amount_in_words)
        currency = Currency(self.currency).label
        return (
            str(_("fine of %(amounts)s") % {"amounts": f"{amounts} {currency}"}) if amounts else ""
        )


def months_in_words(months: int) -> str:
    """`18 months`; `2 years` for a multiple of 12."""
    years, rest = divmod(months, 12)
    if years and not rest:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def amount_in_words(amount) -> str:
    """`2,460` or `24.60`: decimals only if not zero."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def bounds_in_words(low, high, as_words) -> str:
    """`1 year to 2 years`, `up to 2 years`, `at least 1 year`, or an empty string.

    `as_words` formats one bound.
    """
    if low is not None and high is not None:
        if low == high:
            return as_words(low)
        return str(_("%(low)s to %(high)s") % {"low": as_words(low), "high": as_words(high)})
    if high is not None:
        return str(_("up to %(high)s") % {"high": as_words(high)})
    return str(_("at least %(low)s") % {"low": as_words(low)}) if low is not None else ""


PenaltyCitation = citation_model(Penalty, "Where a source states the penalty.")
