"""Charge summary: status, dates and grouping keys of a charge, derived from its events."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from cases.enums import (
    CONVICTED_STATUSES,
    TRIED_STATUSES,
    VERDICT_STATUSES,
    Basis,
    ChargeStatus,
    DateBasis,
    EventKind,
    Provenance,
)
from cases.models.case import Case
from cases.models.charge import COUNTABLE, Charge
from cases.models.event import ChargeChange, Event
from tracker.enums import UNKNOWN
from tracker.partial_dates import CertainYear


class ChargeSummary(models.Model):
    """Status, bases, dates and grouping keys of a charge, derived from its events.

    A view (tracker/changes/derived_views.py): staff read rows computed at query time, the public
    rows computed from public data when the case last changed.
    """

    is_bookkeeping = True  # derived from the charge
    index_fields = (
        *("status", *(f"{basis}_year" for basis in DateBasis.values)),
        *("person_id", "participation_id"),
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
    # Grouping keys of UsageCount, from four tables.
    is_countable = models.BooleanField()
    is_stated = models.BooleanField()
    participation_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    law_id = models.BigIntegerField()
    provision_id = models.BigIntegerField()
    category = models.CharField(max_length=20)
    gender = models.CharField(max_length=20)
    province = models.CharField(max_length=20)
    country = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "cases_chargesummary"

    def __str__(self):
        return self.status

    @staticmethod
    def view_query() -> models.QuerySet:
        """One row for each charge: the columns of the model except `computed_columns`."""
        charges = Charge.objects.order_by().annotate(current=current_status())
        return charges.values(
            *("participation_id", "provision_id"),
            charge_id=F("pk"),
            case_id=F("participation__case"),
            status=F("current"),
            **{f"is_{basis}": counts_on_basis(basis) for basis in Basis.values},
            **{f"{basis}_days": first_days(basis) for basis in DateBasis.values},
            is_countable=COUNTABLE,
            is_stated=Q(provenance=Provenance.STATED),
            law_id=F("provision__law"),
            person_id=F("participation__person"),
            category=value_or_unknown("participation__person__category", "participation__category"),
            gender=value_or_unknown("participation__person__gender"),
            province=value_or_unknown("participation__case__province"),
            country=value_or_unknown("participation__case__country"),
        )


def value_or_unknown(*paths: str) -> Coalesce:
    return Coalesce(*paths, Value(UNKNOWN))


def changes_of_charge() -> models.QuerySet:
    return ChargeChange.objects.filter(charge=OuterRef("pk"))


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

    A complaint alone is not yet a charge.
    """
    if basis == Basis.CHARGED:
        beyond_complaint = ~Exists(changes_of_charge()) | Exists(
            changes_of_charge().exclude(status=ChargeStatus.COMPLAINED)
        )
        return beyond_complaint & Q(requalified_from__isnull=True)
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
    )
    day = Subquery(events.order_by("happened_on").values("happened_on")[:1])
    return day if basis == DateBasis.ARREST else Coalesce("conduct_on", day)
