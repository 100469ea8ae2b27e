"""Charge: one participation under one provision."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ChargeStatus, DateBasis, Provenance
from laws.enums import ENDING_STAGES
from laws.models import Provision
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.enums import Standing
from tracker.models import ShownFact, citation_model, known_check, plain
from tracker.partial_dates import PartialDateField

from .case import Participation

COUNTABLE = ~Q(standing=Standing.REJECTED) & ~Q(participation__standing=Standing.REJECTED)


class ChargeQuerySet(models.QuerySet):
    def countable(self):
        """Charges without a rejected claim: rejected claims are shown but never counted."""
        return self.filter(COUNTABLE)

    def with_status(self):
        """Annotates `status`: the latest `ChargeStatus`, or "unknown"."""
        return self.annotate(status=F("summary__status"))

    def with_date(self, basis: str, name: str = "dated_on"):
        """Annotates `dated_on`: partial date of conduct, arrest, charge or verdict, or NULL."""
        days = F(f"summary__{DateBasis(basis)}_days")
        return self.annotate(**{name: ExpressionWrapper(days, output_field=PartialDateField())})


@tracked
class Charge(ShownFact):
    """One participation charged under one provision.

    If several articles are charged together for one offence (494 with 495), the others refer to
    the principal charge by `base`. A requalified charge stays a row of its own: the new charge
    refers to it by `requalified_from`.
    """

    is_record = True
    # The record shows the applicable version, so its digest includes all versions of the provision
    # and the stages that end its law.
    digest_extra_sql = (
        "SELECT jsonb_agg(part ORDER BY rank, id) FROM ("  # noqa: S608 (values of an enum)
        "SELECT 1 AS rank, v.id, jsonb_build_array(v.stage, v.starts_on, v.starts_on_is_about,"
        " v.ends_on, v.ends_on_is_about) AS part "
        "FROM pub.laws_version v WHERE v.provision_id = r.provision_id "
        "UNION ALL SELECT 2, s.id, jsonb_build_array(s.kind, s.happened_on, s.happened_on_is_about,"
        " s.standing) FROM pub.laws_stage s JOIN pub.laws_provision p ON p.law_id = s.law_id "
        f"WHERE p.id = r.provision_id AND s.kind IN {tuple(map(str, ENDING_STAGES))}) dated"
    )

    label_fields = ("code", "participation", "provision")
    plain_fields = (
        *plain(provenance=_("How we know"), wording=_("The offence as stated")),
        *plain(conduct_on=_("When it is said to have been done")),
    )

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

    class Meta(ShownFact.Meta):
        ordering = ["participation", "provision__position", "code"]
        constraints = [
            *ShownFact.Meta.constraints,
            models.UniqueConstraint(
                name="charge_is_brought_once", fields=["participation", "provision"]
            ),
            known_check("charge_provenance_is_known", provenance=Provenance),
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

    def clean(self):
        super().clean()
        if self.provision_id:
            self.fit_provenance()

    def save(self, *args, **options):
        if self._state.adding:
            self.fit_provenance()
        super().save(*args, **options)

    def fit_provenance(self):
        """A source that states an offence without a number names no article.

        Raises ValidationError for a provenance that the provision excludes; the trigger
        `refuse_provenance_of_other_provision` holds the same rule.
        """
        is_numbered = bool(self.provision.number)
        if self.provenance == Provenance.STATED and not is_numbered:
            self.provenance = Provenance.OFFENCE
        elif self.provenance == Provenance.OFFENCE and is_numbered:
            words = _("“%(value)s” is for offences without a number. Choose inferred, or stated.")
            raise ValidationError({"provenance": words % {"value": self.get_provenance_display()}})
        elif self.provenance == Provenance.INFERRED and not is_numbered:
            words = _("An offence without a number cannot be inferred. Choose: offence only.")
            raise ValidationError({"provenance": words})

    def get_absolute_url(self):
        return f"{self.participation.case.get_absolute_url()}#{self.code}"

    @property
    def status_label(self) -> str:
        """Label of the annotated `status`; needs `with_status()`."""
        return ChargeStatus(self.status).label if self.status != "unknown" else str(_("Not known"))


ChargeCitation = citation_model(
    Charge, "Where a source names the charge: for a stated one, the article."
)
