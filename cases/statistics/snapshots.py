"""Records snapshots of the headline numbers."""

from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from cases.enums import Basis, Unit
from cases.models import Person, RecordedCount, Snapshot
from laws.models import Law
from tracker.models import DataVersion
from tracker.visibility.public_reader import public_reader

from .engine import UNIT_COLUMNS, count
from .matrix import UsageFilter

# Raise it when the rule of counting changes: numbers then differ for that reason too.
RULE_VERSION = 2
SNAPSHOT_UNITS = (Unit.PEOPLE, Unit.CASES)
# Key of the advisory lock; an arbitrary number that no other lock uses.
SNAPSHOT_LOCK_KEY = 20_210_218


def take_snapshot() -> Snapshot | None:
    """Stores the public numbers as a snapshot; None if they equal those of the last one.

    Equal numbers are stored too where the rule of counting has changed: later differences are then
    compared with numbers of the same rule, so that their reasons can be given. The numbers are
    read as the public role, so no hidden record can be counted.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SNAPSHOT_LOCK_KEY])
        before = Snapshot.objects.order_by("taken_at").last()
        with public_reader():
            version, counts = count_public_numbers(since=before)
        if before and is_unchanged(before, counts):
            return None
        snapshot = Snapshot.objects.create(
            taken_at=timezone.now(), data_version=version, rule_version=RULE_VERSION
        )
        for count in counts:
            count.snapshot = snapshot
        RecordedCount.objects.bulk_create(counts)
        return snapshot


def is_unchanged(before: Snapshot, counts: list[RecordedCount]) -> bool:
    """Whether the counts and the rule of counting are those of the snapshot."""
    has_same_rule = before.rule_version == RULE_VERSION
    return has_same_rule and values_by_key(counts) == values_by_key(before.counts.all())


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
    people = Person.objects.filter(published_at__lte=moment).values("pk")
    laws = Law.objects.filter(published_at__lte=moment).values("pk")
    person = Q(person_id=None) | Q(person_id__in=people)
    return person & Q(case__published_at__lte=moment, law_id__in=laws)


def count_by_provision(charges, unit: str) -> dict[int | None, int]:
    """Distinct units by provision id; None is the key of all provisions together."""
    counts = count(charges, UNIT_COLUMNS[unit], [("provision_id",), ()])
    by_provision = {key: counted.value for (key,), counted in counts[("provision_id",)].items()}
    return {None: sum(counted.value for counted in counts[()].values())} | by_provision
