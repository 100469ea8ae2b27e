"""Charge summary: one flat row for each charge, with everything that counts and filters read."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from cases.enums import (
    CHARGED_STATUSES,
    CONVICTED_STATUSES,
    EVENTS_BEFORE_CHARGE,
    TRIED_STATUSES,
    VERDICT_STATUSES,
    Basis,
    ChargeStatus,
    DateBasis,
    EventKind,
)
from cases.models.case import Case
from cases.models.charge import COUNTABLE, Charge
from cases.models.event import ChargeChange, Event
from tracker.enums import UNKNOWN, Standing
from tracker.partial_dates import CertainYear


class ChargeSummary(models.Model):
    """Status, bases, dates, participant and case of a charge, as plain columns.

    A view (tracker/changes/derived_views.py): staff read rows computed at query time, the public
    rows computed from public data when the case last changed.
    """

    is_bookkeeping = True  # derived from the charge
    index_fields = (
        *("status", *(f"{basis}_year" for basis in DateBasis.values)),
        *("person_id", "participation_id", "provision_id", "law_id"),
    )
    # SQL over the other columns.
    computed_columns = {
        f"{basis}_year": CertainYear.template % {"expressions": f"{basis}_days"}
        for basis in DateBasis.values
    }

    charge = models.OneToOneField(
        Charge, models.DO_NOTHING, primary_key=True, related_name="summary"
    )
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+")
    is_countable = models.BooleanField()
    provenance = models.CharField(max_length=10)
    scope = models.CharField(max_length=10)
    status = models.CharField(max_length=12)
    is_charged = models.BooleanField()
    is_tried = models.BooleanField()
    is_convicted = models.BooleanField()
    # Ranges of possible days, without the mark "about": for lists and counts.
    conduct_days = DateRangeField(null=True)
    arrest_days = DateRangeField(null=True)
    charge_days = DateRangeField(null=True)
    verdict_days = DateRangeField(null=True)
    # Set where all possible days lie in one year.
    conduct_year = models.IntegerField(null=True)
    arrest_year = models.IntegerField(null=True)
    charge_year = models.IntegerField(null=True)
    verdict_year = models.IntegerField(null=True)
    law_id = models.BigIntegerField()
    provision_id = models.BigIntegerField()
    participation_id = models.BigIntegerField()
    role = models.CharField(max_length=12)
    person_id = models.BigIntegerField(null=True)
    is_group = models.BooleanField()
    group_size = models.IntegerField(null=True)
    group_is_distinct = models.BooleanField()
    category = models.CharField(max_length=20)
    gender = models.CharField(max_length=20)
    province = models.CharField(max_length=20)
    country = models.CharField(max_length=20)
    platform = models.CharField(max_length=15)
    court_id = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "cases_chargesummary"

    def __str__(self):
        return self.status

    @staticmethod
    def view_query() -> models.QuerySet:
        """One row for each charge: the columns of the model except `computed_columns`."""
        charges = Charge.objects.order_by().annotate(current=current_status())
        case, participation = "participation__case", "participation"
        of_participation = ("role", "person_id", "group_size", "group_is_distinct")
        of_case = ("scope", "province", "country", "platform", "court_id")
        return charges.values(
            *("participation_id", "provision_id", "provenance"),
            charge_id=F("pk"),
            case_id=F(case),
            is_countable=COUNTABLE,
            status=F("current"),
            **{f"is_{basis}": counts_on_basis(basis) for basis in Basis.values},
            **{f"{basis}_days": first_days(basis) for basis in DateBasis.values},
            law_id=F("provision__law"),
            **{name: F(f"{participation}__{name}") for name in of_participation},
            is_group=~Q(participation__group_label=""),
            category=Coalesce(f"{participation}__person__category", f"{participation}__category"),
            gender=Coalesce(f"{participation}__person__gender", Value(UNKNOWN)),
            **{name: F(f"{case}__{name}") for name in of_case},
        )


def changes_of_charge() -> models.QuerySet:
    """What events made of the charge; not announced events, nor rejected accounts."""
    changes = ChargeChange.objects.filter(charge=OuterRef("pk"), event__is_scheduled=False)
    return changes.exclude(event__standing=Standing.REJECTED)


def current_status() -> Coalesce:
    """Status set by the latest event of the charge, or unknown.

    Undated events sort first, so a dated one outranks them; events of one day sort in procedural
    order.
    """
    return Coalesce(
        Subquery(changes_of_charge().chronological().reverse().values("status")[:1]), Value(UNKNOWN)
    )


def counts_on_basis(basis: str) -> Q | Exists:
    """Whether the charge counts on a basis. Of a requalified charge, one counts on each basis.

    An event made it a charge: a complaint, warrant or arrest does not.
    """
    if basis == Basis.CHARGED:
        charging = changes_of_charge().filter(status__in=CHARGED_STATUSES)
        is_charge = Exists(charging.exclude(event__kind__in=EVENTS_BEFORE_CHARGE))
        return is_charge & Q(requalified_from__isnull=True)
    if basis == Basis.TRIED:
        return Exists(changes_of_charge().filter(status__in=TRIED_STATUSES))
    return Q(current__in=CONVICTED_STATUSES)


def first_days(basis: str) -> Subquery | Coalesce:
    """Possible days of the earliest event of that kind recorded for the charge."""
    if basis in (DateBasis.CHARGE, DateBasis.VERDICT):
        statuses = [ChargeStatus.CHARGED] if basis == DateBasis.CHARGE else VERDICT_STATUSES
        days = changes_of_charge().filter(status__in=statuses, event__happened_on__isnull=False)
        return Subquery(days.order_by("event__happened_on").values("event__happened_on")[:1])
    # An event without participations concerns everyone in the case.
    events = Event.objects.filter(
        Q(participations=OuterRef("participation")) | Q(participations=None),
        case=OuterRef("participation__case"),
        kind=EventKind.ARREST if basis == DateBasis.ARREST else EventKind.CONDUCT,
        happened_on__isnull=False,
        is_scheduled=False,
    ).exclude(standing=Standing.REJECTED)
    day = Subquery(events.order_by("happened_on").values("happened_on")[:1])
    return day if basis == DateBasis.ARREST else Coalesce("conduct_on", day)
