"""Stored charge summaries equal those computed from the events."""

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings, strategies as st

from cases.enums import ChargeStatus, EventKind
from cases.models import Charge, ChargeSummary
from tests import database, factories
from tracker.visibility.public_reader import process_dirty_rows, public_reader


def stored_and_computed_rows() -> list[list[tuple]]:
    rows = []
    for table in ("derived_cases_chargesummary", "cases_chargesummary"):
        with database.superuser_rights() as cursor:
            cursor.execute(f"SELECT * FROM cdc.{table} ORDER BY charge_id")
            rows.append(cursor.fetchall())
    return rows


def public_status(charge) -> str | None:
    with public_reader():
        return Charge.objects.with_status().values_list("status", flat=True).get(pk=charge.pk)


@pytest.fixture
def charge(db):
    return factories.charge(under=factories.provision())


def test_new_verdict_changes_the_public_status_at_once(charge):
    assert public_status(charge) == "charged"
    factories.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021")
    assert public_status(charge) == "convicted"


def test_staff_see_the_status_from_uncited_events(charge):
    event = factories.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021")
    event.citations.all().delete()
    assert public_status(charge) == "charged"
    assert ChargeSummary.objects.get(charge=charge).status == "convicted"


def test_summary_of_a_withdrawn_charge_is_deleted(charge):
    stored, _computed = stored_and_computed_rows()
    process_dirty_rows()
    assert [row[0] for row in stored_and_computed_rows()[0]] == [
        *(row[0] for row in stored),
        charge.pk,
    ]
    case = charge.participation.case
    type(case).objects.filter(pk=case.pk).update(state="withdrawn", withdrawal_reason="Wrong")
    process_dirty_rows()
    assert stored_and_computed_rows()[0] == stored


def test_summary_is_not_writable(charge):
    with pytest.raises(DatabaseError):
        ChargeSummary.objects.filter(charge=charge).update(status="acquitted")


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["verdict", "arrest", "undated", "uncited", "hide", "show", "delete"]),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(changes=CHANGES)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_stored_summaries_equal_computed_ones_after_any_changes(db, changes):
    charges = [factories.charge(under=factories.provision(str(n))) for n in range(3)]
    for change, index in changes:
        apply_change(change, charges[index])
        process_dirty_rows()
        stored, computed = stored_and_computed_rows()
        assert stored == computed


def apply_change(change: str, charge: Charge) -> None:
    case = charge.participation.case
    match change:
        case "verdict":
            factories.add_charge_event(charge, ChargeStatus.ACQUITTED)
        case "undated":
            factories.add_charge_event(charge, ChargeStatus.CHARGED, on=None, kind=EventKind.CHARGE)
        case "arrest":
            factories.add_citation(case.events.create(kind=EventKind.ARREST, happened_on="2020-03"))
        case "uncited":
            for event in case.events.all():
                event.citations.all().delete()
        case "hide" | "show":
            state = "draft" if change == "hide" else "published"
            type(case).objects.filter(pk=case.pk).update(state=state)
        case "delete":
            case.events.all().delete()
