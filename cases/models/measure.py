"""Measure: state action outside a case, such as a block, a revocation or a dissolution."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import MeasureKind, MeasureRole, Province
from laws.models import Law, Provision
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.models import (
    Fact,
    Organisation,
    Publishable,
    Redactable,
    Searchable,
    citation_model,
    known_check,
    plain,
)
from tracker.partial_dates import PartialDateField

from .case import Case


@tracked
class Measure(Searchable, Publishable, Fact):
    """One act of the state (or, marked external, of another body) with the provision invoked."""

    searched_columns = ("title", "title_km", "description", "date_note")

    label_fields = ("code", "title")
    plain_fields = (
        *plain(kind=_("Kind"), title=_("Title"), title_km=_("Title in Khmer")),
        *plain(description=_("Description"), taken_on=_("Taken"), date_note=_("About the date")),
        *plain(province=_("Province"), is_external=_("Taken by another state or body")),
        *plain(is_favourable=_("In favour of freedoms")),
    )

    code = CodeField(prefix="M")
    kind = models.CharField(max_length=20, choices=MeasureKind)
    title = models.CharField(max_length=300)
    title_km = models.CharField(_("title in Khmer"), max_length=300, blank=True)
    description = models.TextField(blank=True)
    taken_on = PartialDateField(null=True, blank=True)
    date_note = models.CharField(max_length=200, blank=True)
    province = models.CharField(max_length=7, choices=Province, default=Province.UNKNOWN)
    is_external = models.BooleanField(default=False)
    is_favourable = models.BooleanField(default=False, help_text=_("A step in favour of freedoms."))
    provisions = models.ManyToManyField(
        Provision, blank=True, related_name="+", help_text=_("Invoked, as a source says.")
    )
    laws = models.ManyToManyField(
        Law, blank=True, related_name="+", help_text=_("Invoked as a whole.")
    )
    cases = models.ManyToManyField(Case, blank=True, related_name="measures")

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["-taken_on", "title", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            *Fact.Meta.constraints,
            known_check("measure_kind_is_known", kind=MeasureKind),
            known_check("measure_province_is_known", province=Province),
        ]


@tracked
class MeasureParty(Redactable):
    """Who ordered, carried out or suffered a measure."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=MeasureRole)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    label = models.CharField(
        max_length=300, blank=True, help_text=_("As the source names it, if it is no organisation.")
    )

    class Meta:
        verbose_name_plural = "measure parties"
        ordering = ["measure", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="measure_party_is_named",
                condition=Q(organisation__isnull=False) | ~Q(label=""),
                violation_error_message=_("Choose an organisation or describe the party."),
            ),
            known_check("measure_role_is_known", role=MeasureRole),
            models.UniqueConstraint(
                name="measure_party_is_named_once",
                fields=["measure", "role", "organisation", "label"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return str(self.organisation or self.label)


MeasureCitation = citation_model(Measure, "Where a source states the measure.")


tracked(Measure.provisions.through)
tracked(Measure.laws.through)
tracked(Measure.cases.through)
