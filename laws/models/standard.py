"""International standard, and claims that a provision breaches it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.database.edit_history import tracked
from tracker.models import Fact, Redactable, citation_model

from .law import Law
from .provision import Provision


@tracked
class Standard(Redactable):
    """A provision of international law, or a right it protects, that law is measured against."""

    label_fields = ("slug", "label")

    slug = models.SlugField(max_length=60, unique=True)
    instrument = models.ForeignKey(
        Law,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standards",
        help_text=_("Empty where the sources name a right but no instrument."),
    )
    article = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=200, unique=True, help_text=_("ICCPR Article 19"))

    class Meta:
        ordering = ["label"]

    def __str__(self):
        return self.label


@tracked
class Breach(Fact):
    """A source's statement that a provision falls short of a standard. Attributed, not ours."""

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="breaches")
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="breaches")
    concern = models.CharField(
        max_length=300, blank=True, help_text=_("What the source objects to.")
    )

    class Meta(Fact.Meta):
        verbose_name_plural = "breaches"
        ordering = ["standard__label", "concern"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                name="breach_is_stated_once", fields=["provision", "standard", "concern"]
            ),
        ]

    def __str__(self):
        return f"{self.provision} / {self.standard}"


BreachCitation = citation_model(Breach, "Where a source says so.")
