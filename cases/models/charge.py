"""Charges: one participation, one provision."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.enums import ChargeStatus, Provenance
from laws.models import Provision
from tracker.codes import CodeField
from tracker.history import tracked
from tracker.models import Citation, Fact
from tracker.partial_dates import PartialDateField

from .case import Participation


class ChargeQuerySet(models.QuerySet):
    def under(self, provision: Provision):
        return self.filter(provision=provision)

    def with_status(self):
        """Each with `status`: what the latest event that bears on it made of it, or "unknown".

        Nobody types a status. Undated events come first, so that a dated one outranks them;
        events of one day rank by how far they take the case.
        """
        from .event import ChargeChange

        latest = ChargeChange.objects.filter(charge=OuterRef("pk")).in_order().reverse()
        status = Subquery(latest.values("status")[:1])
        return self.annotate(status=Coalesce(status, models.Value("unknown")))


@tracked
class Charge(Fact):
    """One participation charged under one provision.

    Articles charged together for one offence (494 with 495) hang on a base charge. A
    requalified charge keeps its line: the new one names the one it replaces.
    """

    code = CodeField(prefix="CH")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="charges")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.STATED)
    wording = models.CharField(max_length=300, blank=True, help_text=_("The offence as stated."))
    conduct_on = PartialDateField(
        null=True, blank=True, help_text=_("When it is said to have been done.")
    )
    base = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ancillaries",
        help_text=_("The charge it belongs to, where several articles make one offence."),
    )
    requalified_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="requalified_to"
    )

    objects = ChargeQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["participation", "provision__position", "code"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                name="charge_is_brought_once", fields=["participation", "provision"]
            ),
            models.CheckConstraint(
                name="charge_provenance_is_known", condition=Q(provenance__in=Provenance.values)
            ),
            models.CheckConstraint(
                name="charge_is_not_its_own_base", condition=Q(base__isnull=True) | ~Q(base=F("id"))
            ),
            models.CheckConstraint(
                name="charge_is_not_requalified_from_itself",
                condition=Q(requalified_from__isnull=True) | ~Q(requalified_from=F("id")),
            ),
        ]

    def __str__(self):
        return f"{self.participation}, {self.provision}"

    def get_absolute_url(self):
        case = reverse("cases:case-detail", args=[self.participation.case.code])
        return f"{case}#{self.code}"

    @property
    def status_label(self) -> str:
        """Of a charge read `with_status()`."""
        return ChargeStatus(self.status).label if self.status != "unknown" else str(_("Not known"))


@tracked
class ChargeCitation(Citation):
    """Where a source names the charge: for a stated one, the article."""

    fact = models.ForeignKey(Charge, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        pass
