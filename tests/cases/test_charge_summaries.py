"""What is kept for the public is what would be worked out that moment."""

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings, strategies as st

from cases.enums import ChargeStatus, EventKind
from cases.models import Charge, ChargeSummary
from tests import database, factories
from tracker.visibility.public_reader import process_dirty_rows, public_reader


def kept_and_worked_out() -> list[list[tuple]]:
    found = []
    for table in ("derived_cases_chargesummary", "cases_chargesummary"):
        with database.superuser_rights() as cursor:
            cursor.execute(f"SELECT * FROM cdc.{table} ORDER BY charge_id")
            found.append(cursor.fetchall())
    return found


def public_status(charge) -> str | None:
    with public_reader():
        return Charge.objects.with_status().values_list("status", flat=True).get(pk=charge.pk)


@pytest.fixture
def charge(db):
    return factories.charge(under=factories.provision())


def test_a_verdict_is_read_at_once(charge):
    assert public_status(charge) == "charged"
    factories.happened(charge, ChargeStatus.CONVICTED, on="2021")
    assert public_status(charge) == "convicted"


def test_staff_read_what_the_public_does_not_see(charge):
    event = factories.happened(charge, ChargeStatus.CONVICTED, on="2021")
    event.citations.all().delete()
    assert public_status(charge) == "charged"
    assert ChargeSummary.objects.get(charge=charge).status == "convicted"


def test_nothing_is_kept_of_a_charge_that_is_taken_back(charge):
    kept, _worked_out = kept_and_worked_out()
    process_dirty_rows()
    assert [row[0] for row in kept_and_worked_out()[0]] == [*(r[0] for r in kept), charge.pk]
    case = charge.participation.case
    type(case).objects.filter(pk=case.pk).update(state="withdrawn", withdrawal_reason="Wrong")
    process_dirty_rows()
    assert kept_and_worked_out()[0] == kept


def test_nobody_writes_a_reading(charge):
    with pytest.raises(DatabaseError):
        ChargeSummary.objects.filter(charge=charge).update(status="acquitted")


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["verdict", "arrest", "undated", "uncited", "hide", "show", "delete"]),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(moves=MOVES)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_what_is_kept_is_what_is_worked_out(db, moves):
    charges = [factories.charge(under=factories.provision(str(n))) for n in range(3)]
    for move, which in moves:
        make(move, charges[which])
        process_dirty_rows()
        kept, view_query = kept_and_worked_out()
        assert kept == view_query


def make(move: str, charge: Charge) -> None:
    case = charge.participation.case
    match move:
        case "verdict":
            factories.happened(charge, ChargeStatus.ACQUITTED)
        case "undated":
            factories.happened(charge, ChargeStatus.CHARGED, on=None, kind=EventKind.CHARGE)
        case "arrest":
            factories.cited(case.events.create(kind=EventKind.ARREST, happened_on="2020-03"))
        case "uncited":
            for event in case.events.all():
                event.citations.all().delete()
        case "hide" | "show":
            state = "draft" if move == "hide" else "published"
            type(case).objects.filter(pk=case.pk).update(state=state)
        case "delete":
            case.events.all().delete()
