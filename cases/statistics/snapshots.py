"""Records snapshots of the headline numbers."""

from django.db import connection, transaction
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone

from cases.enums import Basis, Unit
from cases.models import RecordedCount, Snapshot
from tracker.models import DataVersion
from tracker.visibility.public_reader import public_reader

from .matrix import UNIT_FIELDS, UsageFilter

SNAPSHOT_UNITS = (Unit.PEOPLE, Unit.CASES)
# Key of the advisory lock; an arbitrary number that no other lock uses.
SNAPSHOT_LOCK_KEY = 20_210_218


def take_snapshot() -> Snapshot | None:
    """Stores the public numbers as a snapshot; None if they equal those of the last one.

    The numbers are read as the public role, so no hidden record can be counted.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SNAPSHOT_LOCK_KEY])
        before = Snapshot.objects.order_by("taken_at").last()
        with public_reader():
            version, counts = count_public_numbers(since=before)
        if before and values_by_key(counts) == values_by_key(before.counts.all()):
            return None
        snapshot = Snapshot.objects.create(taken_at=timezone.now(), data_version=version)
        for count in counts:
            count.snapshot = snapshot
        RecordedCount.objects.bulk_create(counts)
        return snapshot


def values_by_key(counts) -> dict:
    return {(count.provision_id, count.unit, count.basis): count.value for count in counts}


def count_public_numbers(*, since: Snapshot | None) -> tuple[str, list[RecordedCount]]:
    """The data version and every count above zero, with the conditions of the usage matrix."""
    filterset = UsageFilter(QueryDict())
    filterset.require_valid()
    charges = filterset.charges().order_by()
    older = charges.filter(first_published_by(since.taken_at)) if since else charges
    counts = []
    for unit in SNAPSHOT_UNITS:
        totals, of_older = count_by_provision(charges, unit), count_by_provision(older, unit)
        counts += [
            RecordedCount(
                provision_id=provision,
                unit=unit,
                basis=Basis.CHARGED,
                value=value,
                from_older_records=of_older.get(provision, 0),
            )
            for provision, value in totals.items()
            if value
        ]
    return DataVersion.objects.token(), counts


def first_published_by(moment) -> Q:
    """Charges whose case, person and law were all first published by the moment."""
    person = Q(participation__person=None) | Q(participation__person__published_at__lte=moment)
    return person & Q(
        participation__case__published_at__lte=moment, provision__law__published_at__lte=moment
    )


def count_by_provision(charges, unit: str) -> dict[int | None, int]:
    """Distinct units by provision id; None is the key of all provisions together."""
    distinct = Count(UNIT_FIELDS[unit], distinct=True)
    counted = charges.values("provision").annotate(n=distinct).values_list("provision", "n")
    return {None: charges.aggregate(n=distinct)["n"], **dict(counted)}
