"""Charge summary: status, dates and grouping keys of a charge, derived from its events."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from cases.enums import (
    CONVICTED,
    TRIED,
    VERDICTS,
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
    """Where a charge stands, as what it counts, when what was, and whose it is: nobody types any
    of it.

    A view (tracker/changes/derived_views.py): staff read what is worked out that moment, the
    public what was worked out, from what the public may see, when something in the case last
    changed.
    """

    is_bookkeeping = True  # it changes with the charge itself
    index_fields = (
        *("status", *(f"{basis}_year" for basis in DateBasis.values)),
        *("person_id", "participation_id"),
    )
    # Worked out of other columns.
    computed_columns = {
        f"{basis}_year": CertainYear.template % {"expressions": f"{basis}_days"}
        for basis in DateBasis.values
    }

    charge = models.OneToOneField(
        Charge, models.DO_NOTHING, primary_key=True, related_name="reading"
    )
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+")
    status = models.CharField(max_length=12)
    is_charged = models.BooleanField()
    is_tried = models.BooleanField()
    is_convicted = models.BooleanField()
    # Days as possible: for lists and counts, which do not say "about".
    conduct_days = DateRangeField(null=True)
    arrest_days = DateRangeField(null=True)
    charge_days = DateRangeField(null=True)
    verdict_days = DateRangeField(null=True)
    # The year that all these days lie in.
    conduct_year = models.IntegerField(null=True)
    arrest_year = models.IntegerField(null=True)
    charge_year = models.IntegerField(null=True)
    verdict_year = models.IntegerField(null=True)
    # What counts are made of (UsageCount), gathered from four tables.
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
        db_table = "cases_chargereading"

    def __str__(self):
        return self.status

    @staticmethod
    def view_query() -> models.QuerySet:
        """The columns of the model, of every charge, but for `computed_columns`."""
        charges = Charge.objects.order_by().annotate(stands=current_status())
        return charges.values(
            *("participation_id", "provision_id"),
            charge_id=F("pk"),
            case_id=F("participation__case"),
            status=F("stands"),
            **{f"is_{basis}": counts_as(basis) for basis in Basis.values},
            **{f"{basis}_days": first_day(basis) for basis in DateBasis.values},
            is_countable=COUNTABLE,
            is_stated=Q(provenance=Provenance.STATED),
            law_id=F("provision__law"),
            person_id=F("participation__person"),
            category=known("participation__person__category", "participation__category"),
            gender=known("participation__person__gender"),
            province=known("participation__case__province"),
            country=known("participation__case__country"),
        )


def known(*paths: str) -> Coalesce:
    return Coalesce(*paths, Value(UNKNOWN))


def changes() -> models.QuerySet:
    return ChargeChange.objects.filter(charge=OuterRef("pk"))


def current_status() -> Coalesce:
    """What the latest event that bears on the charge made of it, or unknown.

    Undated events come first, so that a dated one outranks them; events of one day rank by how
    far they take the case.
    """
    return Coalesce(Subquery(changes().in_order().reverse().values("status")[:1]), Value(UNKNOWN))


def counts_as(basis: str) -> Q | Exists:
    """A requalified charge counts once in each: as first brought, as it came to trial, as it
    ended. A complaint alone is not yet a charge."""
    if basis == Basis.CHARGED:
        beyond_complaint = ~Exists(changes()) | Exists(
            changes().exclude(status=ChargeStatus.COMPLAINED)
        )
        return beyond_complaint & Q(requalified_from__isnull=True)
    if basis == Basis.TRIED:
        return Exists(changes().filter(status__in=TRIED))
    return Q(stands__in=CONVICTED)


def first_day(basis: str) -> Subquery | Coalesce:
    """The earliest day of that kind recorded for the charge."""
    if basis in (DateBasis.CHARGE, DateBasis.VERDICT):
        statuses = [ChargeStatus.CHARGED] if basis == DateBasis.CHARGE else VERDICTS
        days = changes().filter(status__in=statuses, event__happened_on__isnull=False)
        return Subquery(days.order_by("event__happened_on").values("event__happened_on")[:1])
    # An event that names nobody touches everyone in the case.
    events = Event.objects.filter(
        Q(participations=OuterRef("participation")) | Q(participations=None),
        case=OuterRef("participation__case"),
        kind=EventKind.ARREST if basis == DateBasis.ARREST else EventKind.CONDUCT,
        happened_on__isnull=False,
    )
    day = Subquery(events.order_by("happened_on").values("happened_on")[:1])
    return day if basis == DateBasis.ARREST else Coalesce("conduct_on", day)
