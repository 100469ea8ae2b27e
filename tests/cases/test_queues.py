"""Staff queues: entries, assignment, number of queries; detection of duplicates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import ChargeStatus
from cases.models import CasePair, Claim, Detention, Disagreement, PersonPair
from cases.staff.duplicates.actions import find_duplicates, find_duplicates_of
from cases.staff.queue_entries import queue_entries
from cases.staff.queues import QUEUES
from tests import factories as make
from tests.staff_client import staff_url
from tracker.models import Assignment, ErrorReport, LinkCheck

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.now():%Y-%m-%d}"


def queue_labels(name, **whose) -> list[str]:
    return [entry.in_words for entry in queue_entries(QUEUES[name].rows(**whose))]


def test_review_queue_lists_records_of_every_model():
    make.case(title="One", state="in_review")
    make.source(title="Two", state="in_review")
    make.person("Three", state="draft")
    assert sorted(queue_labels("review")) == ["One", "Two"]


def test_unsourced_queue_lists_records_with_an_unsourced_fact():
    person = make.person("Zed Example")
    make.add_citation(person)
    assert queue_labels("unsourced") == []
    person.names.create(spelling="Zet Example")
    assert queue_labels("unsourced") == ["Zed Example"]


def test_differing_queue_lists_undecided_disagreements():
    question = Disagreement.objects.create(
        kind="date", nature="spelling", topic="When?", handling="-"
    )
    for value in ("2019", "2020"):
        make.add_citation(Claim.objects.create(disagreement=question, value=value))
    assert queue_labels("differing") == ["When?"]
    question.claims.filter(value="2019").update(standing="rejected", standing_reason="a slip")
    assert queue_labels("differing") == []


def test_detentions_queue_lists_unconfirmed_detentions():
    accused = make.accused(person=make.person("Zed Example"), case=make.case(title="Matter"))
    detention = Detention.objects.create(participation=accused, basis="police", started_on="2020")
    assert queue_labels("detentions") == ["Zed Example, Matter"]
    detention.confirmed_on = TODAY
    detention.save()
    assert queue_labels("detentions") == []


def test_charges_queue_lists_open_charges_without_recent_events():
    charge = make.charge(under=make.provision(), of=make.accused(case=make.case(title="Matter")))
    assert len(queue_labels("charges")) == 1
    make.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021")
    assert queue_labels("charges") == []


def case_with_news_of(year: int, *, status=ChargeStatus.CHARGED, **fields):
    case = make.case(title=f"News of {year}", **fields)
    charge = make.charge(under=make.provision(), of=make.accused(case=case), on="2015")
    make.add_charge_event(charge, status, on="2016")
    case.citations.create(source=make.source(published_on=str(year)), locator="p. 1")
    return case


def test_old_news_queue_lists_open_cases_by_the_age_of_their_latest_source():
    this_year = timezone.now().year
    for ago in (4, 6, 1):
        case_with_news_of(this_year - ago)
    case_with_news_of(this_year - 5, status=ChargeStatus.CONVICTED)
    case_with_news_of(this_year - 5, state="withdrawn")
    labels = {years: old_news_labels(years) for years in (2, 5, 10)}
    assert labels == {
        2: [f"News of {this_year - 6}", f"News of {this_year - 4}"],
        5: [f"News of {this_year - 6}"],
        10: [],
    }


def old_news_labels(years: int) -> list[str]:
    return [row["in_words"] for row in QUEUES["old-news"].older_than(years).rows()]


def test_old_news_queue_lists_a_case_without_a_dated_source_first():
    case_with_news_of(2017)
    make.charge(under=make.provision(), of=make.accused(case=make.case(title="Undated")))
    assert queue_labels("old-news") == ["Undated", "News of 2017"]


def test_old_news_page_shows_the_date_of_the_source_and_keeps_the_age_chosen(analyst):
    case, page = case_with_news_of(2017), reverse("admin:queue", args=["old-news"])
    response = analyst.get(page, {"years": "3"})
    assert [entry.as_of for entry in response.context["entries"]] == ["2017"]
    assert response.context["title"] == "Outcome open, last news older than 3 years"
    button = {"table": "cases.Case", "row": case.pk, "years": "3", "whose": "mine"}
    response = analyst.post(reverse("admin:queue-assign", args=["old-news"]), button)
    assert response.url == f"{page}?whose=mine&years=3"
    assert len(analyst.get(response.url).context["entries"]) == 1


@pytest.mark.parametrize(
    ("name", "years"), [("old-news", "0"), ("old-news", "21"), ("old-news", "x"), ("review", "2")]
)
def test_age_of_the_news_is_a_number_of_years_and_of_one_queue_only(analyst, name, years):
    page = reverse("admin:queue", args=[name])
    assert analyst.get(page, {"years": years}).status_code == 400


def test_link_queues_list_broken_and_unarchived_urls():
    broken = make.source(title="Gone", url="https://one.example/")
    make.source(title="Copied", url="https://two.example/", archived_url="https://three.example/")
    LinkCheck.objects.create(
        source=broken, url=broken.url, status=404, problem="404", broken_since=timezone.now()
    )
    assert (queue_labels("links"), queue_labels("unarchived")) == (["Gone"], ["Gone"])


def test_reports_queue_lists_undecided_error_reports():
    report = ErrorReport.objects.create(words="It is wrong", received_at=timezone.now())
    assert queue_labels("reports") == ["It is wrong"]
    report.state = "mended"
    report.save()
    assert queue_labels("reports") == []


def test_queue_rows_are_assigned_and_released(analyst, analyst_user, reviewer_user):
    case = make.case(title="One", state="in_review")
    button = {"table": "cases.Case", "row": case.pk}
    analyst.post(reverse("admin:queue-assign", args=["review"]), button)
    assert Assignment.about(case).get().user == analyst_user
    assert (queue_labels("review", who=analyst_user), queue_labels("review", nobodys=True)) == (
        ["One"],
        [],
    )
    assert queue_labels("review", who=reviewer_user) == []
    analyst.post(reverse("admin:queue-assign", args=["review"]), button | {"leave": "1"})
    assert queue_labels("review", nobodys=True) == ["One"]


@pytest.mark.parametrize("row", [{}, {"table": "auth.Group", "row": "x"}, {"table": "no.No"}])
def test_assigning_an_unknown_row_is_404(analyst, row):
    assert analyst.post(reverse("admin:queue-assign", args=["review"]), row).status_code == 404


@pytest.mark.parametrize("name", QUEUES)
def test_queue_page_lists_as_many_entries_as_counted(analyst, name):
    make.source(url="https://one.example/", state="in_review")
    for whose in ("everybodys", "mine", "nobodys"):
        response = analyst.get(reverse("admin:queue", args=[name]), {"whose": whose})
        assert response.status_code == 200
        assert len(response.context["entries"]) == QUEUES[name].count() * (whose != "mine")


def test_unknown_queue_parameters_are_refused(analyst):
    assert analyst.get(reverse("admin:queue", args=["review"]), {"whose": "x"}).status_code == 400
    assert analyst.get(reverse("admin:queue", args=["nothing"])).status_code == 404


def test_index_page_needs_at_most_two_queries_per_queue(analyst):
    with CaptureQueriesContext(connection) as before:
        analyst.get(reverse("admin:index"))
    for _number in range(3):
        make.case(state="in_review")
    with CaptureQueriesContext(connection) as after:
        response = analyst.get(reverse("admin:index"))
    assert len(after) == len(before) <= 2 * len(QUEUES) + 6
    assert [row[1] for row in response.context["rows"] if row[0].name == "review"] == ["3"]


# --- possible duplicates ---


def create_similar_people():
    return make.person("Kong Raiya"), make.person("Kung Raya")


def test_people_with_similar_names_are_found_with_evidence():
    first, second = create_similar_people()
    make.person("Somebody Different")
    case = make.case()
    for person in (first, second):
        make.accused(case=case, person=person)
    find_duplicates()
    [pair] = PersonPair.objects.all()
    assert (pair.first, pair.second) == (first, second)
    assert (pair.first_spelling, pair.second_spelling) == ("Kong Raiya", "Kung Raya")
    assert (pair.shares_case, pair.shares_category, pair.shares_year) == (True, True, False)


def test_check_of_one_person_scores_like_the_full_check():
    person, _similar = create_similar_people()
    find_duplicates()
    [nightly] = PersonPair.objects.all()
    PersonPair.objects.all().delete()
    find_duplicates_of(person)
    [immediate] = PersonPair.objects.all()
    assert (immediate.first, immediate.score) == (nightly.first, nightly.score)


def test_pair_is_removed_after_the_name_is_corrected():
    person, _similar = create_similar_people()
    find_duplicates()
    person.names.all().delete()
    person.name = "Somebody Different"
    person.save()
    find_duplicates_of(person)
    assert list(PersonPair.objects.all()) == []


def test_not_same_decision_needs_a_reason_and_persists(analyst, analyst_user):
    create_similar_people()
    find_duplicates()
    pair = PersonPair.objects.get()
    analyst.post(staff_url(pair), {"decision": "not_same", "reason": " "})
    assert len(queue_labels("people")) == 1
    analyst.post(staff_url(pair), {"decision": "not_same", "reason": "father and son"})
    find_duplicates()
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, queue_labels("people")) == ("not_same", analyst_user, [])


def test_postponed_pair_returns_to_the_queue(analyst):
    create_similar_people()
    find_duplicates()
    pair = PersonPair.objects.get()
    analyst.post(staff_url(pair), {"decision": "later"})
    assert queue_labels("people") == []
    PersonPair.objects.update(later_until=timezone.now())
    assert queue_labels("people") == ["Kong Raiya / Kung Raya"]


def test_cases_with_shared_people_and_dates_are_found(analyst):
    person, provision = make.person(), make.provision()
    first, second, third = (make.case(title=title) for title in ("Post", "Border", "Garment"))
    for case, day in [(first, "2020"), (second, "2020-05"), (third, "2023")]:
        make.charge(under=provision, of=make.accused(case=case, person=person), on=day)
    find_duplicates()
    [pair] = CasePair.objects.all()
    assert {pair.first, pair.second} == {first, second}
    assert analyst.get(staff_url(pair)).context["evidence"] == [
        "people in both: 1",
        "dates overlap",
    ]


def test_cases_with_shared_source_and_similar_title_are_found():
    source = make.source()
    for title in ("Post about a border", "A post about the border"):
        make.case(title=title).citations.create(source=source, locator="p. 1")
    find_duplicates()
    assert CasePair.objects.get().sources_shared == 1


def test_unknown_values_do_not_count_as_equal(reviewer):
    first, second = (make.person(name, category="unknown") for name in ("Aba Ono", "Ebe Unu"))
    pair = PersonPair.objects.create(first=first, second=second, score=0.9)
    rows = {row[0]: row[3] for row in reviewer.get(staff_url(pair)).context["rows"]}
    assert (rows["Category"], rows["Affiliations"], rows["State"]) == (False, False, True)
