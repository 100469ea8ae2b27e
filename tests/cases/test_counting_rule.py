"""What makes a charge, how it is known, and until when the sources of a case speak."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict

from cases.enums import EVENTS_BEFORE_CHARGE, EventKind
from cases.models import CaseSummary, ChargeChange, ChargeSummary, Event
from cases.statistics import Count, Usage, UsageFilter
from cases.statistics.coverage import Coverage
from cases.statistics.engine import NOTHING, UNIT_COLUMNS, count_total
from tests import factories as make
from tests.pages import listed_rows
from tracker.visibility.public_reader import public_reader

pytestmark = pytest.mark.django_db


def refused_by(change) -> str:
    """The constraint that refuses the change, or ""."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


def treason():
    return make.provision("", slug="treason", unit="unnumbered", heading="treason")


@pytest.mark.parametrize(
    ("number", "provenance", "rule"),
    [
        ("495", "stated", ""),
        ("495", "inferred", ""),
        ("495", "title_only", ""),
        ("495", "offence", "charge_provenance_fits_its_provision"),
        ("", "offence", ""),
        ("", "title_only", ""),
        ("", "stated", "charge_provenance_fits_its_provision"),
        ("", "inferred", "charge_provenance_fits_its_provision"),
    ],
)
def test_offence_without_number_is_known_by_the_offence(number, provenance, rule):
    charge = make.charge(under=make.provision(number) if number else treason())
    rows = type(charge).objects.filter(pk=charge.pk)
    assert refused_by(lambda: rows.update(provenance=provenance)) == rule


def test_stated_offence_without_number_becomes_offence_when_recorded():
    assert make.charge(under=treason()).provenance == "offence"
    assert make.charge(under=make.provision("495")).provenance == "stated"


def test_number_given_later_needs_the_provenance_changed_first():
    charge = make.charge(under=treason())
    provision = type(charge.provision).objects.filter(pk=charge.provision_id)
    numbered = {"number": "443", "unit": "article"}
    assert refused_by(lambda: provision.update(**numbered)) == (
        "charge_provenance_fits_its_provision"
    )


def test_form_names_the_provenance_that_would_be_right():
    charge = make.charge(under=make.provision("495"))
    charge.provenance = "offence"
    with pytest.raises(ValidationError) as error:
        charge.clean()
    assert [*error.value.message_dict] == ["provenance"]


@pytest.mark.parametrize("kind", EventKind.values)
@pytest.mark.parametrize("status", ["charged", "convicted"])
def test_only_some_events_make_a_charge(kind, status):
    charge = make.charge(under=make.provision())
    event = Event.objects.create(case=charge.participation.case, kind=kind)
    change = ChargeChange(event=event, charge=charge, status=status)
    refused = kind in EVENTS_BEFORE_CHARGE
    assert (refused_by(change.save) == "charge_is_made_by_a_charging_event") is refused


@pytest.mark.parametrize("status", ["complained", "dropped"])
def test_complaint_is_recorded_without_a_charge(status):
    charge = make.charge(under=make.provision())
    event = Event.objects.create(case=charge.participation.case, kind="complaint")
    assert refused_by(ChargeChange(event=event, charge=charge, status=status).save) == ""


def test_charging_event_cannot_become_an_arrest():
    charge = make.charge(under=make.provision())
    events = Event.objects.filter(charge_changes__charge=charge)
    assert refused_by(lambda: events.update(kind="arrest")) == "charge_is_made_by_a_charging_event"
    assert refused_by(lambda: events.update(kind="trial")) == ""


def is_charged(charge) -> bool:
    return ChargeSummary.objects.get(charge=charge).is_charged


def test_charge_without_an_event_is_not_counted():
    charge = make.charge(under=make.provision())
    assert is_charged(charge) is True
    charge.changes.all().delete()
    assert is_charged(charge) is False


@pytest.mark.parametrize("status", ["complained", "dropped"])
def test_complaint_or_its_end_is_no_charge(status):
    charge = make.charge(under=make.provision())
    charge.changes.update(status=status)
    assert is_charged(charge) is False


@pytest.mark.parametrize("flaw", [{"is_scheduled": True}, {"standing": "rejected"}])
def test_announced_or_rejected_event_makes_no_charge(flaw):
    charge = make.charge(under=make.provision())
    reason = {"standing_reason": "invented"} if "standing" in flaw else {}
    Event.objects.filter(charge_changes__charge=charge).update(**flaw, **reason)
    summary = ChargeSummary.objects.get(charge=charge)
    assert (summary.is_charged, summary.status, summary.charge_days) == (False, "unknown", None)


def test_context_case_is_counted_on_request_only(visitor):
    article = make.provision("495")
    make.charge(under=article, of=make.accused(case=make.case(scope="context")))
    make.charge(under=article)
    counted = {
        query: listed_rows(visitor, f"/people/?provision={article.address}{query}")
        for query in ("", "&scope=context", "&scope=all")
    }
    assert counted == {"": 1, "&scope=context": 1, "&scope=all": 2}


@pytest.mark.parametrize("page", ["cases", "people", "prosecutions", "charges"])
def test_question_about_charges_has_the_same_default_on_every_list(visitor, page):
    article = make.provision("495")
    make.charge(under=article)
    make.charge(under=article, provenance="inferred")
    complaint = make.charge(under=article)
    complaint.changes.update(status="complained")
    asked = f"/{page}/?provision={article.address}"
    assert listed_rows(visitor, asked) == 1
    assert listed_rows(visitor, f"{asked}&provenance=all") == 2
    assert listed_rows(visitor, f"{asked}&provenance=all&basis=all") == 3
    assert listed_rows(visitor, f"/{page}/") == 3


def as_of(case) -> str | None:
    day = CaseSummary.objects.get(case=case).as_of
    return day and str(day)


@pytest.mark.parametrize(
    ("published", "confirmed", "expected"),
    [
        ([], None, None),
        ([], "2021-05", "2021-05"),
        (["2020-03"], None, "2020-03"),
        (["2020-03", "2021-02"], "2020-01", "2021-02"),
        (["2021"], "2021-05", "2021-05"),
        (["2021-08/2021-12"], "2021-08", "2021-08"),
        (["2021-08/2021-12"], None, "2021-08"),
        (["2018/2019"], None, "2018"),
        (["2021-11~"], None, "2021-11~"),
        (["2021-11~", "2021-11"], None, "2021-11"),
        (["2021-11~"], "2021-12", "2021-12"),
        (["2020-05-04/2020-06-30"], None, "2020-05-04"),
    ],
)
def test_case_is_as_of_its_latest_source(published, confirmed, expected):
    charge = make.charge(under=make.provision())
    case = charge.participation.case
    type(case).objects.filter(pk=case.pk).update(confirmed_on=confirmed)
    charge.citations.all().delete()
    for day in published:
        charge.citations.create(source=make.source(published_on=day), locator="page 1")
    assert as_of(case) == expected


def test_number_is_as_of_the_latest_of_its_cases():
    article = make.provision("495")
    for day in ("2021-05", "2019", "2021-05-03"):
        make.charge(under=article, of=make.accused(case=make.case(confirmed_on=day)))
    with public_reader():
        usage = Usage(UsageFilter(QueryDict(f"provision={article.address}")))
        assert str(usage.total.as_of) == "2021-05-03"


def test_nothing_is_counted_where_nothing_can_match():
    make.charge(under=make.provision())
    charges = ChargeSummary.objects.all()
    assert count_total(charges, UNIT_COLUMNS["people"]).value == 1
    assert count_total(charges.filter(pk__in=[]), UNIT_COLUMNS["people"]) == NOTHING


@pytest.mark.parametrize(
    ("by_year", "few_after"),
    [
        ({}, None),
        ({2021: 5}, None),
        ({2020: 5, 2021: 5}, None),
        ({2020: 9, 2021: 1}, None),
        ({2020: 10, 2021: 1}, 2020),
        ({2018: 20, 2021: 20, 2023: 3}, 2021),
    ],
)
def test_few_sources_are_fewer_than_one_in_ten(by_year, few_after):
    assert Coverage(None, by_year).few_sources_after == few_after


@pytest.mark.parametrize(
    ("counted", "added"),
    [
        (Count(value=0, unnamed_people=18, groups=2), 18),
        (Count(value=7, unnamed_people=18, groups=2), 0),
        (Count(value=7, unnamed_people=18, distinct_unnamed_people=11, groups=2), 11),
    ],
)
def test_unnamed_people_are_ranked_with_people_only_if_they_cannot_overlap(counted, added):
    for unit in ("people", "prosecutions"):
        assert counted.addable_unnamed_people(unit) == added
        assert counted.rank(unit)[0] == -(counted.value + added)
    for unit in ("cases", "charges"):
        assert counted.addable_unnamed_people(unit) == 0
        assert counted.rank(unit)[0] == -counted.value
