"""Event and the changes of charge status it causes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case as Choose, F, Value, When
from django.utils.translation import gettext_lazy as _

from cases.enums import EVENTS_BEFORE_CHARGE, ChargeStatus, EventKind, EventProvenance
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.models import Organisation, Redactable, ShownFact, citation_model, known_check, plain
from tracker.partial_dates import Latest, PartialDateField

from .case import Case, Participation
from .charge import Charge


@tracked
class Event(ShownFact):
    """Something dated in a case: post, arrest, charge, verdict, appeal ruling, release."""

    is_record = True

    label_fields = ("code", "kind", "happened_on")
    plain_fields = (
        *plain(kind=_("Kind"), happened_on=_("Date")),
        *plain(date_note=_("About the date"), is_scheduled=_("Announced only"), left_out="entry"),
        *plain(court=_("Court")),
        *plain(place=_("Place"), left_out="entry"),
        *plain(description=_("Description")),
        *plain(provenance=_("How we know"), left_out="entry"),
    )

    code = CodeField(prefix="E")
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    happened_on = PartialDateField(null=True, blank=True, help_text=_("Empty: not stated."))
    date_note = models.CharField(
        max_length=200, blank=True, help_text=_("How the date was derived, if it was.")
    )
    is_scheduled = models.BooleanField(
        default=False, help_text=_("Announced by the source; whether it took place is not known.")
    )
    court = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=500, blank=True)
    provenance = models.CharField(
        max_length=10, choices=EventProvenance, default=EventProvenance.STATED
    )
    participations = models.ManyToManyField(
        Participation,
        blank=True,
        related_name="events",
        help_text=_("Empty: everyone in the case."),
    )

    class Meta(ShownFact.Meta):
        ordering = ["case", F("happened_on").asc(nulls_last=True), "kind", "code"]
        constraints = [
            *ShownFact.Meta.constraints,
            known_check("event_kind_is_known", kind=EventKind),
            known_check("event_provenance_is_known", provenance=EventProvenance),
        ]

    def __str__(self):
        return f"{EventKind(self.kind).label} {self.happened_on or ''}".strip()


EventCitation = citation_model(Event, "Where a source states the event.")


# Procedural order of the statuses: breaks ties between events of one day.
STATUS_ORDER = [
    ChargeStatus.COMPLAINED,
    ChargeStatus.CHARGED,
    ChargeStatus.ON_TRIAL,
    ChargeStatus.REQUALIFIED,
    ChargeStatus.DROPPED,
    ChargeStatus.CONVICTED,
    ChargeStatus.ACQUITTED,
    ChargeStatus.PARDONED,
]


# Sort keys of charge changes: date (undated first), then STATUS_ORDER, then event code.
CHRONOLOGICAL_ORDER = (
    Latest("event__happened_on").asc(nulls_first=True),
    Choose(
        *(When(status=status, then=Value(rank)) for rank, status in enumerate(STATUS_ORDER)),
        output_field=models.IntegerField(),
    ).asc(),
    "event__code",
)


class ChargeChangeQuerySet(models.QuerySet):
    def chronological(self):
        """Ordered by date (undated first), then by procedural order of the status."""
        return self.order_by(*CHRONOLOGICAL_ORDER)


@tracked
class ChargeChange(Redactable):
    """The status that one event gave one charge: charged, convicted, dropped."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="charge_changes")
    charge = models.ForeignKey(Charge, models.CASCADE, related_name="changes")
    status = models.CharField(max_length=12, choices=ChargeStatus)

    objects = ChargeChangeQuerySet.as_manager()

    class Meta:
        ordering = ["event", "charge"]
        constraints = [
            models.UniqueConstraint(name="event_changes_a_charge_once", fields=["event", "charge"]),
            known_check("charge_status_is_known", status=ChargeStatus),
        ]

    def __str__(self):
        return f"{self.charge}: {self.get_status_display()}"

    def clean(self):
        super().clean()
        if self.event_id and not makes_charge(self.event.kind, self.status):
            raise ValidationError({"status": no_charge_message(self.event.kind)})


def makes_charge(kind: str, status: str) -> bool:
    """Whether an event of the kind can give the status: an arrest or complaint makes no charge.

    The trigger `refuse_charge_without_charging_event` holds the same rule.
    """
    is_charge = status not in ("", ChargeStatus.COMPLAINED, ChargeStatus.DROPPED)
    return not (is_charge and kind in EVENTS_BEFORE_CHARGE)


def no_charge_message(kind: str) -> str:
    words = _("“%(kind)s” makes no charge. Add an event for the charge, with its own source.")
    return words % {"kind": EventKind(kind).label}


tracked(Event.participations.through)
