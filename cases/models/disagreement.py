"""Disagreement between sources and their claims."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import DisagreementKind, DisagreementNature
from laws.models import Law, Provision, Recommendation
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.models import (
    Fact,
    Figure,
    Organisation,
    Publishable,
    Searchable,
    Source,
    citation_model,
    known_check,
    plain,
)

from .case import Case
from .measure import Measure
from .people.person import Person


@tracked
class Disagreement(Searchable, Publishable):
    """One question to which the sources give different answers.

    Public only if every record it is about is public. In the top app layer, because it may be
    about any kind of record.
    """

    searched_columns = ("topic", "handling")

    label_fields = ("code", "topic")
    plain_fields = (
        *plain(topic=_("Question"), kind=_("About"), nature=_("How the claims relate")),
        *plain(handling=_("What the analysts made of it")),
    )

    code = CodeField(prefix="X")
    topic = models.CharField(max_length=300, help_text=_("The question, without names."))
    kind = models.CharField(max_length=15, choices=DisagreementKind)
    nature = models.CharField(max_length=15, choices=DisagreementNature)
    handling = models.TextField(help_text=_("What the analysts made of it. Public."))
    laws = models.ManyToManyField(Law, blank=True, related_name="+")
    provisions = models.ManyToManyField(Provision, blank=True, related_name="+")
    recommendations = models.ManyToManyField(Recommendation, blank=True, related_name="+")
    figures = models.ManyToManyField(Figure, blank=True, related_name="+")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    sources = models.ManyToManyField(Source, blank=True, related_name="+")
    cases = models.ManyToManyField(Case, blank=True, related_name="disagreements")
    people = models.ManyToManyField(Person, blank=True, related_name="disagreements")
    measures = models.ManyToManyField(Measure, blank=True, related_name="disagreements")

    also_searched = ("claims",)

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["topic", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            known_check("disagreement_kind_is_known", kind=DisagreementKind),
            known_check("disagreement_nature_is_known", nature=DisagreementNature),
        ]


@tracked
class Claim(Searchable, Fact):
    """One answer, by its sources."""

    searched_columns = ("value",)

    disagreement = models.ForeignKey(Disagreement, models.CASCADE, related_name="claims")
    value = models.CharField(max_length=300)

    class Meta(Searchable.Meta, Fact.Meta):
        ordering = ["disagreement", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                name="disagreement_claim_is_made_once", fields=["disagreement", "value"]
            ),
        ]

    def __str__(self):
        return self.value


ClaimCitation = citation_model(Claim, "Where a source makes the claim.")


for _link in Disagreement._meta.many_to_many:
    tracked(_link.remote_field.through)
