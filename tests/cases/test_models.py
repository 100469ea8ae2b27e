"""Database constraints of people and cases; status of charges; days in custody."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import given, strategies as st

from cases.enums import ChargeStatus
from cases.models import Case, Charge, Detention, Participation, Sentence, days_detained
from tests import factories as make
from tracker.partial_dates import PartialDate


def assert_refused(constraint, action):
    """Asserts that the action violates the named database constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        action()


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        (
            "minors_are_withheld_unless_overridden",
            {"is_minor": True, "display_policy": "withheld"},
            {"is_minor": True, "display_policy": "full"},
        ),
        (
            "person_pseudonym_is_given_when_shown",
            {"display_policy": "pseudonym", "pseudonym": "Witness Nine"},
            {"display_policy": "pseudonym"},
        ),
        (
            "person_has_a_name_or_is_withheld",
            {"name": "", "display_policy": "withheld"},
            {"name": ""},
        ),
        ("person_category_is_known", {"category": "artist"}, {"category": "poet"}),
        ("person_state_is_known", {"state": "draft"}, {"state": "secret"}),
    ],
)
def test_person_constraints_accept_good_and_refuse_bad_rows(db, constraint, good, bad):
    people = type(make.person()).objects
    people.filter(pk=make.person().pk).update(**good)
    assert_refused(constraint, lambda: people.filter(pk=make.person().pk).update(**bad))


def test_a_participation_is_a_person_an_organisation_or_a_group(db):
    case, body = make.case(), make.organisation()
    one_of_each = [
        make.accused(case=case),
        make.accused(case=case, organisation=body),
        make.group(3, case=case),
    ]
    assert case.participations.count() == len(one_of_each)
    rule = "participation_is_a_person_an_organisation_or_a_group"
    both = {"person": make.person(), "organisation": make.organisation()}
    for bad in ({}, both):
        assert_refused(
            rule, lambda b=bad: Participation.objects.create(case=case, role="accused", **b)
        )


@pytest.mark.parametrize(
    ("size", "qualifier", "accepted"),
    [(11, "exact", True), (None, "not_stated", True), (None, "exact", False), (0, "exact", False)],
)
def test_a_group_has_a_size(db, size, qualifier, accepted):
    def add():
        make.group(size, group_qualifier=qualifier)

    if accepted:
        add()
    else:
        assert_refused("participation_group_has_a_size", add)


def test_person_has_a_role_in_a_case_once(db):
    accused = make.accused()
    make.accused(case=accused.case, person=accused.person, role="witness")
    assert_refused(
        "participation_is_entered_once",
        lambda: make.accused(case=accused.case, person=accused.person),
    )


def test_provision_with_charges_cannot_be_deleted(db):
    charge = make.charge(under=make.provision())
    with pytest.raises(ProtectedError):
        charge.provision.delete()


def test_a_sentence_names_the_currency_of_its_amounts(db):
    accused = make.accused()
    Sentence.objects.create(participation=accused, fine=5, fine_currency="KHR")
    assert_refused(
        "sentence_amounts_name_their_currency",
        lambda: Sentence.objects.create(participation=accused, compensation=5),
    )


def test_a_sentence_suspends_no_more_than_it_imposes(db):
    accused = make.accused()
    Sentence.objects.create(participation=accused, prison_months_max=24, suspended_months=24)
    assert_refused(
        "sentence_suspends_no_more_than_it_imposes",
        lambda: Sentence.objects.create(
            participation=accused, prison_months_max=24, suspended_months=25
        ),
    )


def test_history_is_written_by_database_triggers(db):
    case = make.case(title="before")
    Case.objects.filter(pk=case.pk).update(title="after")
    Case.objects.filter(pk=case.pk).delete()
    history = [(row.pgh_label, row.title) for row in case.history.model.objects.order_by("pgh_id")]
    assert history == [("insert", "before"), ("update", "after"), ("delete", "after")]


def test_history_is_append_only(db):
    case = make.case()
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        case.history.all().delete()


# --- Status of a charge -------------------------------------------------------------------------


def status(charge):
    return Charge.objects.with_status().get(pk=charge.pk).status


def test_latest_event_determines_the_status(db):
    charge = make.charge(under=make.provision(), on="2020-05")
    make.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021-05")
    make.add_charge_event(charge, ChargeStatus.ON_TRIAL, on="2020-11")
    assert status(charge) == "convicted"


def test_procedural_order_decides_between_events_of_one_day(db):
    charge = make.charge(under=make.provision(), on="2020-05-04")
    make.add_charge_event(charge, ChargeStatus.CONVICTED, on="2020-05-04")
    assert status(charge) == "convicted"


def test_status_of_a_charge_without_events_is_unknown(db):
    charge = Charge.objects.create(participation=make.accused(), provision=make.provision())
    assert status(charge) == "unknown"


# --- Days in custody --------------------------------------------------------------------------


def spell(start, end=None, confirmed=None):
    return Detention(basis="pre_trial", started_on=start, ended_on=end, confirmed_on=confirmed)


@pytest.mark.parametrize(
    ("spells", "days"),
    [
        ([spell("2020-01-01", "2020-01-10")], (10, 10)),
        ([spell("2020-01", "2020-02")], (2, 60)),
        ([spell("2020-01-01", "2020-01-10"), spell("2020-01-05", "2020-01-20")], (20, 20)),
        ([spell("2020-01-01", confirmed="2020-01-31")], (31, 31)),
        ([spell("2020-01-01")], (1, 1)),
        ([spell("2020", "2020")], (1, 366)),
        ([spell("2020-05-03", "2020-05")], (1, 29)),
        ([], (0, 0)),
    ],
)
def test_days_detained_is_minimum_and_maximum(spells, days):
    assert days_detained(spells) == days


days = st.dates(date(2015, 1, 1), date(2016, 12, 31))
partial_dates = st.builds(
    lambda day, width: PartialDate(day, day + timedelta(width)), days, st.integers(0, 40)
)


@given(st.lists(st.tuples(partial_dates, partial_dates), max_size=5))
def test_days_detained_equals_a_count_day_by_day(pairs):
    spells = [spell(*sorted(pair)) for pair in pairs]
    certain, possible = set(), set()
    for detention in spells:
        first, last = detention.possible_days
        possible |= {first + timedelta(n) for n in range((last - first).days + 1)}
        if detention.certain_days:
            first, last = detention.certain_days
            certain |= {first + timedelta(n) for n in range((last - first).days + 1)}
    assert days_detained(spells) == (max(len(certain), min(len(spells), 1)), len(possible))


# --- Constraints within one case -----------------------------------------------------------------


@pytest.fixture
def two_charges(db):
    """Two charges in different cases."""
    return make.charge(under=make.provision()), make.charge(under=make.provision("2"))


def test_an_event_changes_charges_of_its_case_only(two_charges):
    own, foreign = two_charges
    event = own.changes.get().event
    other = make.charge(under=make.provision("3"), of=make.accused(case=event.case))
    event.charge_changes.create(charge=other, status="charged")
    assert_refused(
        "event_changes_charges_of_its_case",
        lambda: event.charge_changes.create(charge=foreign, status="charged"),
    )


def test_event_has_participants_of_its_case_only(two_charges):
    own, foreign = two_charges
    event = own.changes.get().event
    event.participations.add(make.accused(case=event.case))
    assert_refused(
        "event_touches_those_in_its_case",
        lambda: event.participations.add(foreign.participation),
    )


def test_sentence_refers_to_an_event_of_its_case_only(two_charges):
    own, foreign = two_charges
    accused = own.participation
    Sentence.objects.create(participation=accused, event=own.changes.get().event)
    Sentence.objects.create(participation=accused)
    assert_refused(
        "sentence_comes_from_an_event_of_its_case",
        lambda: Sentence.objects.create(participation=accused, event=foreign.changes.get().event),
    )


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("base", "charge_rests_on_a_charge_of_its_case"),
        ("requalified_from", "charge_replaces_a_charge_of_its_case"),
    ],
)
def test_charge_refers_to_charges_of_its_case_only(two_charges, field, rule):
    own, foreign = two_charges
    make.charge(under=make.provision("4"), of=own.participation, **{field: own})
    assert_refused(rule, lambda: Charge.objects.filter(pk=own.pk).update(**{field: foreign}))
