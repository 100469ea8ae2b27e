"""Until when the sources speak: in the API, in files, on list pages; cases without news."""

import pytest

from cases.enums import ChargeStatus
from tests import factories as make
from tests.api import get_json
from tests.files import ndjson_rows
from tests.pages import listed_rows, read_page

pytestmark = pytest.mark.django_db
LISTS = ["cases", "people", "prosecutions", "charges"]
MAY = {"edtf": "2021-05", "earliest": "2021-05-01", "latest": "2021-05-31"}


def case_known_until(day: str | None, **fields):
    case = make.case(**fields)
    if day:
        case.citations.create(source=make.source(published_on=day), locator="p. 1")
    return case


def charge_known_until(day, *, person=None, status=ChargeStatus.CHARGED, **of_case):
    accused = make.accused(case=case_known_until(day, **of_case), person=person)
    charge = make.charge(under=make.provision(), of=accused, on="2015")
    make.add_charge_event(charge, status, on="2016")
    return charge


# --- API and files ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
def test_record_and_its_row_in_a_file_have_the_date_of_the_latest_source(partner, kind):
    charge_known_until("2021-05")
    path = f"/api/v1/{kind}/"
    [listed] = get_json(partner, path)["results"]
    assert listed["as_of"] == get_json(partner, listed["api_url"])["as_of"] == MAY
    [row] = ndjson_rows(partner, path)
    assert {part: row[f"as_of_{part}"] for part in MAY} == MAY


@pytest.mark.parametrize("kind", LISTS)
def test_date_is_null_where_no_source_is_dated(partner, kind):
    charge_known_until(None)
    [listed] = get_json(partner, f"/api/v1/{kind}/")["results"]
    [row] = ndjson_rows(partner, f"/api/v1/{kind}/")
    assert (listed["as_of"], row["as_of_edtf"]) == (None, None)


def test_person_is_known_until_the_date_of_the_latest_case(partner):
    person = make.person()
    for day in ("2019", "2021-05", "2020-11-05"):
        charge_known_until(day, person=person)
    charge_known_until("2025", person=person, state="draft")
    found = get_json(partner, f"/api/v1/people/{person.code}/")
    assert found["as_of"] == MAY
    dates = sorted(one["as_of"]["edtf"] for one in found["participations"])
    assert dates == ["2019", "2020-11-05", "2021-05"]


@pytest.mark.parametrize("kind", ["cases", "charges", "prosecutions"])
def test_record_and_its_row_in_a_file_have_the_scope_of_the_case(partner, kind):
    charge_known_until("2021-05", scope="context")
    [listed] = get_json(partner, f"/api/v1/{kind}/")["results"]
    [row] = ndjson_rows(partner, f"/api/v1/{kind}/")
    assert (listed["scope"], row["scope"]) == ("context", "context")


def test_file_says_until_when_the_sources_of_its_rows_speak(partner):
    charge_known_until("2019", platform="zoom")
    charge_known_until("2021-05")
    for path in (*LISTS, "usage"):
        address = f"/api/v1/{path}/?format="
        assert partner.get(f"{address}csv").headers["Data-As-Of"] == "2021-05"
        assert partner.get(f"{address}csvw").json()["notes"][0]["as_of"] == "2021-05"
        zoom = partner.get(f"{address}ndjson&platform=zoom").headers
        assert zoom["Data-As-Of"] == "2019"
    assert "Data-As-Of" not in partner.get("/api/v1/sources/?format=csv").headers


def test_usage_says_until_when_the_sources_of_each_number_speak(partner):
    for number in range(11):
        charge_known_until("2019", platform="facebook", title=f"Post {number}")
    charge_known_until("2021-05", platform="zoom")
    usage = get_json(partner, "/api/v1/usage/?rows=platform&columns=gender")
    assert (usage["as_of"], usage["few_sources_after"]) == (MAY, 2019)
    by_platform = {one["row"]: one["as_of"] for one in usage["totals"]["rows"]}
    assert by_platform["zoom"] == usage["totals"]["all"]["as_of"] == MAY
    assert by_platform["facebook"]["edtf"] == "2019"
    assert by_platform["press"] is None


def test_usage_tells_apart_the_groups_that_cannot_overlap(partner):
    provision = make.provision()
    make.charge(under=provision, of=make.group(7, group_is_distinct=True))
    make.charge(under=provision, of=make.group(5))
    total = get_json(partner, "/api/v1/usage/")["totals"]["all"]
    assert (total["value"], total["unnamed"], total["unnamed_distinct"]) == (0, 12, 7)


# --- List pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("cases", "case"),
        ("people", "person"),
        ("prosecutions", "prosecution"),
        ("charges", "charge"),
    ],
)
def test_list_page_says_until_when_its_sources_speak(visitor, kind, count):
    first = charge_known_until("2019")
    charge_known_until("2021-05")
    assert f"2 {kind} , as of May 2021" in read_page(visitor, f"/{kind}/").text
    page = read_page(visitor, f"/{kind}/?provision={first.provision.address}")
    assert f"1 {count} , as of 2019" in page.text


@pytest.mark.parametrize("kind", LISTS)
def test_list_page_without_rows_says_nothing_of_its_sources(visitor, kind):
    page = read_page(visitor, f"/{kind}/?platform=zoom")
    assert "as of" not in page.text.partition("Filter this list")[0]


def test_list_of_charges_says_how_we_know_each(visitor):
    for provenance in ("stated", "inferred", "title_only"):
        make.charge(under=make.provision(), provenance=provenance)
    treason = make.provision("", slug="treason", unit="unnumbered")
    make.charge(under=treason, provenance="offence")
    for kind in ("charges", "prosecutions"):
        text = read_page(visitor, f"/{kind}/").text
        labels = ("Stated in a source", "Offence only:", "Inferred: we", "Title only: from")
        # Once in the list and twice in the filter, whose number repeats it.
        assert [text.count(words) for words in labels] == [3, 3, 3, 3]


@pytest.mark.parametrize("kind", ["charges", "prosecutions", "cases"])
def test_list_marks_what_belongs_to_a_context_case(visitor, kind):
    charge_known_until("2021")
    assert read_page(visitor, f"/{kind}/").text.count("Context: the accused") == 1  # a filter
    charge_known_until("2021", scope="context")
    assert read_page(visitor, f"/{kind}/").text.count("Context: the accused") == 3


# --- Cases without news -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
def test_filter_selects_open_outcomes_without_news_after_a_year(visitor, partner, kind):
    for day in ("2017", "2019-05", "2021-05", None):
        charge_known_until(day)
    charge_known_until("2017", status=ChargeStatus.CONVICTED)
    numbers = {
        year: listed_rows(visitor, f"/{kind}/?no_news_after={year}")
        for year in (2016, 2017, 2018, 2019, 2021)
    }
    assert numbers == {2016: 0, 2017: 1, 2018: 1, 2019: 2, 2021: 3}
    found = get_json(partner, f"/api/v1/{kind}/?no_news_after=2019")
    assert (len(found["results"]), found["filters"]) == (2, {"no_news_after": ["2019"]})


def test_filter_on_news_narrows_the_matrix(partner):
    for day in ("2017", "2021"):
        charge_known_until(day)
    usage = get_json(partner, "/api/v1/usage/?no_news_after=2019")
    assert usage["totals"]["all"]["value"] == 1
    assert len(get_json(partner, usage["totals"]["all"]["api_url"])["results"]) == 1


@pytest.mark.parametrize("year", ["unknown", "20", "2020-05"])
def test_filter_on_news_takes_a_year(partner, year):
    assert partner.get(f"/api/v1/cases/?no_news_after={year}").status_code == 400


def test_facet_on_news_counts_up_to_each_year(visitor):
    for day in ("2017", "2017-03", "2019", "2021-05"):
        charge_known_until(day)
    charge_known_until("2018", status=ChargeStatus.CONVICTED)
    controls = {c.name: c for c in visitor.get("/cases/").context["listing"].controls}
    choices = controls["no_news_after"].choices
    assert [(c.value, c.count) for c in choices] == [("2021", 4), ("2019", 3), ("2017", 2)]
    page = read_page(visitor, "/cases/?no_news_after=2019")
    assert "Outcome open, no source after: 2019 × remove this filter" in page.links
