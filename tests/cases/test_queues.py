"""What waits for the desk: counted and listed by one query each, and taken by somebody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import ChargeStatus
from cases.models import CasePair, Claim, Detention, Disagreement, PersonPair
from cases.staff.duplicates import find_duplicates, find_duplicates_of
from cases.staff.queues import QUEUES, entries
from tests import factories as make
from tests.staff_client import address
from tracker.models import Assignment, ErrorReport, LinkCheck

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.now():%Y-%m-%d}"


def waiting(name, **whose) -> list[str]:
    return [entry.words for entry in entries(QUEUES[name].rows(**whose))]


def test_review_lists_every_kind_of_record():
    make.case(title="One", state="in_review")
    make.source(title="Two", state="in_review")
    make.person("Three", state="draft")
    assert sorted(waiting("review")) == ["One", "Two"]


def test_unsourced_lists_records_with_a_fact_without_a_source():
    person = make.person("Zed Example")
    make.cited(person)
    assert waiting("unsourced") == []
    person.names.create(spelling="Zet Example")
    assert waiting("unsourced") == ["Zed Example"]


def test_differing_lists_questions_nobody_decided():
    asked = Disagreement.objects.create(kind="date", nature="spelling", topic="When?", handling="-")
    for value in ("2019", "2020"):
        make.cited(Claim.objects.create(disagreement=asked, value=value))
    assert waiting("differing") == ["When?"]
    asked.claims.filter(value="2019").update(standing="rejected", standing_reason="a slip")
    assert waiting("differing") == []


def test_stale_detentions_are_those_not_confirmed_for_long():
    one = make.accused(person=make.person("Zed Example"), case=make.case(title="Matter"))
    spell = Detention.objects.create(participation=one, basis="police", started_on="2020")
    assert waiting("detentions") == ["Zed Example, Matter"]
    spell.confirmed_on = TODAY
    spell.save()
    assert waiting("detentions") == []


def test_open_charges_without_news_are_those_of_quiet_cases():
    charge = make.charge(under=make.provision(), of=make.accused(case=make.case(title="Matter")))
    assert len(waiting("charges")) == 1
    make.happened(charge, ChargeStatus.CONVICTED, on="2021")
    assert waiting("charges") == []


def test_broken_links_and_those_without_a_copy():
    gone = make.source(title="Gone", url="https://one.example/")
    make.source(title="Copied", url="https://two.example/", archived_url="https://three.example/")
    LinkCheck.objects.create(
        source=gone, url=gone.url, status=404, problem="404", broken_since=timezone.now()
    )
    assert (waiting("links"), waiting("unarchived")) == (["Gone"], ["Gone"])


def test_reports_of_readers_wait_until_somebody_decides():
    report = ErrorReport.objects.create(words="It is wrong", received_at=timezone.now())
    assert waiting("reports") == ["It is wrong"]
    report.state = "mended"
    report.save()
    assert waiting("reports") == []


def test_rows_are_taken_and_left(analyst, analyst_user, reviewer_user):
    case = make.case(title="One", state="in_review")
    button = {"table": "cases.Case", "row": case.pk}
    analyst.post(reverse("admin:queue-assign", args=["review"]), button)
    assert Assignment.about(case).get().user == analyst_user
    assert (waiting("review", who=analyst_user), waiting("review", nobodys=True)) == (["One"], [])
    assert waiting("review", who=reviewer_user) == []
    analyst.post(reverse("admin:queue-assign", args=["review"]), button | {"leave": "1"})
    assert waiting("review", nobodys=True) == ["One"]


@pytest.mark.parametrize("row", [{}, {"table": "auth.Group", "row": "x"}, {"table": "no.No"}])
def test_a_button_for_no_row_is_no_page(analyst, row):
    assert analyst.post(reverse("admin:queue-assign", args=["review"]), row).status_code == 404


@pytest.mark.parametrize("name", QUEUES)
def test_each_queue_has_a_page(analyst, name):
    make.source(url="https://one.example/", state="in_review")
    for whose in ("everybodys", "mine", "nobodys"):
        response = analyst.get(reverse("admin:queue", args=[name]), {"whose": whose})
        assert response.status_code == 200
        assert len(response.context["entries"]) == QUEUES[name].count() * (whose != "mine")


def test_a_page_is_asked_for_in_known_words(analyst):
    assert analyst.get(reverse("admin:queue", args=["review"]), {"whose": "x"}).status_code == 400
    assert analyst.get(reverse("admin:queue", args=["nothing"])).status_code == 404


def test_the_first_page_counts_every_queue_in_two_queries_each(analyst):
    with CaptureQueriesContext(
        connection,
    ) as before:
        analyst.get(reverse("admin:index"))
    for _number in range(3):
        make.case(state="in_review")
    with CaptureQueriesContext(connection) as after:
        response = analyst.get(reverse("admin:index"))
    assert len(after) == len(before) <= 2 * len(QUEUES) + 6
    assert [row[1] for row in response.context["rows"] if row[0].name == "review"] == ["3"]


# --- possible duplicates ---


def two_alike():
    return make.person("Kong Raiya"), make.person("Kung Raya")


def test_people_called_alike_are_found_with_the_evidence():
    one, other = two_alike()
    make.person("Somebody Different")
    case = make.case()
    for person in (one, other):
        make.accused(case=case, person=person)
    find_duplicates()
    [pair] = PersonPair.objects.all()
    assert (pair.first, pair.second) == (one, other)
    assert (pair.first_spelling, pair.second_spelling) == ("Kong Raiya", "Kung Raya")
    assert (pair.shares_case, pair.shares_category, pair.shares_year) == (True, True, False)


def test_one_person_is_looked_at_as_all_are():
    one, _other = two_alike()
    find_duplicates()
    [nightly] = PersonPair.objects.all()
    PersonPair.objects.all().delete()
    find_duplicates_of(one)
    [at_once] = PersonPair.objects.all()
    assert (at_once.first, at_once.score) == (nightly.first, nightly.score)


def test_a_name_that_was_corrected_takes_the_pair_away():
    one, _other = two_alike()
    find_duplicates()
    one.names.all().delete()
    one.name = "Somebody Different"
    one.save()
    find_duplicates_of(one)
    assert list(PersonPair.objects.all()) == []


def test_that_they_are_not_the_same_is_remembered(analyst, analyst_user):
    two_alike()
    find_duplicates()
    pair = PersonPair.objects.get()
    analyst.post(address(pair), {"decision": "not_same", "reason": " "})
    assert len(waiting("people")) == 1
    analyst.post(address(pair), {"decision": "not_same", "reason": "father and son"})
    find_duplicates()
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, waiting("people")) == ("not_same", analyst_user, [])


def test_later_comes_back(analyst):
    two_alike()
    find_duplicates()
    pair = PersonPair.objects.get()
    analyst.post(address(pair), {"decision": "later"})
    assert waiting("people") == []
    PersonPair.objects.update(later_until=timezone.now())
    assert waiting("people") == ["Kong Raiya / Kung Raya"]


def test_cases_of_the_same_people_at_the_same_time_are_found(analyst):
    person, under = make.person(), make.provision()
    one, other, third = (make.case(title=title) for title in ("Post", "Border", "Garment"))
    for case, day in [(one, "2020"), (other, "2020-05"), (third, "2023")]:
        make.charge(under=under, of=make.accused(case=case, person=person), on=day)
    find_duplicates()
    [pair] = CasePair.objects.all()
    assert {pair.first, pair.second} == {one, other}
    assert analyst.get(address(pair)).context["evidence"] == ["people in both: 1", "dates overlap"]


def test_cases_with_one_source_and_title_are_found():
    source = make.source()
    for title in ("Post about a border", "A post about the border"):
        make.case(title=title).citations.create(source=source, locator="p. 1")
    find_duplicates()
    assert CasePair.objects.get().sources_shared == 1


def test_what_is_not_known_of_two_is_no_likeness(reviewer):
    one, other = (make.person(name, category="unknown") for name in ("Aba Ono", "Ebe Unu"))
    pair = PersonPair.objects.create(first=one, second=other, score=0.9)
    rows = {row[0]: row[3] for row in reviewer.get(address(pair)).context["rows"]}
    assert (rows["Category"], rows["Affiliations"], rows["State"]) == (False, False, True)
