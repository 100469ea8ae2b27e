"""Defaults of lists about charges: named on pages, in JSON and in files, and lifted by `all`."""

import pytest

from cases.filters import ProsecutionConditions
from tests import factories as make
from tests.api import get_json, parameter_errors
from tests.cases.test_usage import world as varied_world
from tests.files import csv_rows, xlsx_sheets
from tests.pages import listed_rows, read_page
from tracker.api.openapi.schema import openapi_document

pytestmark = pytest.mark.django_db
LISTS = ["cases", "people", "prosecutions", "charges"]
DEFAULTS = {"basis": ["charged"], "provenance": ["stated"], "scope": ["expression"]}
CHIPS = {
    "basis": "Basis: As charged default × show all",
    "provenance": "How we know: Stated in a source default × show all",
    "scope": "Scope of the case: Expression, assembly or association default × show all",
}
varied = varied_world  # a fixture


@pytest.fixture
def law(db):
    """A law with a stated, an inferred and a context charge."""
    provision = make.provision()
    make.charge(under=provision)
    make.charge(under=provision, provenance="inferred")
    make.charge(under=provision, of=make.accused(case=make.case(scope="context")))
    return provision.law.slug


def facet_counts(visitor, address, name):
    controls = {c.name: c for c in visitor.get(address).context["listing"].controls}
    return {choice.value: choice.count for choice in controls[name].choices if choice.count}


# --- Pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
def test_page_marks_each_default_with_a_link_that_lifts_it(visitor, law, kind):
    links = read_page(visitor, f"/{kind}/?law={law}").links
    assert {name: links.get(chip) for name, chip in CHIPS.items()} == {
        "basis": f"?basis=all&law={law}",
        "provenance": f"?law={law}&provenance=all",
        "scope": f"?law={law}&scope=all",
    }
    numbers = {name: listed_rows(visitor, f"/{kind}/{links[CHIPS[name]]}") for name in CHIPS}
    assert numbers == {"basis": 1, "provenance": 2, "scope": 2}


def test_lifted_or_given_condition_is_no_default(visitor, law):
    links = read_page(visitor, f"/charges/?law={law}&provenance=all&scope=context").links
    assert [name for name, chip in CHIPS.items() if chip in links] == ["basis"]
    assert links["How we know: All, however known × remove this filter"] == (
        f"?law={law}&scope=context"
    )


def test_sort_order_is_kept_when_a_default_is_lifted(visitor, law):
    links = read_page(visitor, f"/charges/?law={law}&sort=date").links
    assert links[CHIPS["scope"]] == f"?law={law}&scope=all&sort=date"


@pytest.mark.parametrize("kind", LISTS)
def test_list_without_a_condition_on_charges_lists_every_record(visitor, law, kind):
    page = read_page(visitor, f"/{kind}/")
    assert [chip for chip in CHIPS.values() if chip in page.links] == []
    assert listed_rows(visitor, f"/{kind}/") == 3


def test_value_in_use_by_default_is_marked_in_its_facet(visitor, law):
    text = read_page(visitor, f"/charges/?law={law}").text
    assert "Stated in a source (default)" in text
    assert "Stated in a source (default)" not in read_page(visitor, "/charges/").text


def test_select_offers_its_default_in_place_of_any(visitor, law):
    assert "Basis As charged (default) As charged" in read_page(visitor, f"/cases/?law={law}").text
    assert "Basis any As charged" in read_page(visitor, "/cases/").text


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("name", ["provenance", "scope"])
@pytest.mark.parametrize("condition", ["", "law", "year"])
def test_every_value_of_a_facet_with_a_default_counts_its_list(
    visitor, varied, kind, name, condition
):
    query = {"": "", "law": f"law={varied[0].law.slug}", "year": "year=2020"}[condition]
    for value, n in facet_counts(visitor, f"/{kind}/?{query}", name).items():
        assert (value, listed_rows(visitor, f"/{kind}/?{query}&{name}={value}")) == (value, n)


def test_facet_of_a_default_counts_its_other_values_without_any_condition(visitor, law):
    counts = {"all": 2, "stated": 1, "inferred": 1}  # the context charge needs scope=all
    assert facet_counts(visitor, "/charges/", "provenance") == counts
    counts = {"all": 3, "expression": 2, "context": 1}
    assert facet_counts(visitor, "/charges/", "scope") == counts


# --- JSON and files -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
def test_json_of_a_list_names_the_filters_in_use(partner, law, kind):
    path = f"/api/v1/{kind}/"
    assert get_json(partner, path)["filters"] == {}
    assert get_json(partner, f"{path}?law={law}")["filters"] == {"law": [law]} | DEFAULTS
    lifted = get_json(partner, f"{path}?law={law}&scope=all&page_size=1")
    assert lifted["filters"] == {"law": [law]} | DEFAULTS | {"scope": ["all"]}


def test_json_of_another_list_names_its_filters(partner):
    found = get_json(partner, "/api/v1/sources/?kind=letter&kind=report")
    assert found["filters"] == {"kind": ["letter", "report"]}


def test_next_page_of_a_list_has_the_same_filters(partner, law):
    page = get_json(partner, f"/api/v1/charges/?law={law}&provenance=all&page_size=1")
    assert get_json(partner, page["next"])["filters"] == page["filters"]
    assert "basis" not in page["next"]


@pytest.mark.parametrize("kind", LISTS)
def test_file_names_the_filters_in_use(partner, law, kind):
    address = f"/api/v1/{kind}/?law={law}"
    query = f"basis=charged&law={law}&provenance=stated&scope=expression"
    assert partner.get(f"{address}&format=csv").headers["Data-Filters"] == query
    note = partner.get(f"{address}&format=csvw").json()["notes"][0]
    assert (note["query"], note["rows"], note["unit"]) == (query, 1, kind)
    assert note["filters"][1:] == [
        "Basis: As charged (default)",
        "How we know: Stated in a source (default)",
        "Scope of the case: Expression, assembly or association (default)",
    ]
    only = [row[1] for row in xlsx_sheets(partner, address)[1] if row[0] == "Only"]
    assert only == note["filters"]
    assert len(csv_rows(partner, address)) == 1


def test_file_of_usage_names_the_filters_in_use(partner, law):
    headers = partner.get("/api/v1/usage/?scope=all&format=csv").headers
    assert headers["Data-Filters"] == "basis=charged&provenance=stated&scope=all"
    by_scope = partner.get("/api/v1/usage/?rows=scope&format=csv").headers
    assert by_scope["Data-Filters"] == "basis=charged&provenance=stated&rows=scope&scope=all"


def test_file_without_a_condition_names_none(partner, law):
    assert partner.get("/api/v1/charges/?format=csv").headers["Data-Filters"] == ""


# --- Parameters ---------------------------------------------------------------------------------


def documented_parameters(path):
    parameters = openapi_document()["paths"][f"/api/v1/{path}/"]["get"]["parameters"]
    return {one["name"]: one for one in parameters}


@pytest.mark.parametrize("path", [*LISTS, "usage"])
def test_openapi_document_states_each_default_and_how_to_lift_it(path):
    parameters = documented_parameters(path)
    defaults = {name: parameters[name]["schema"].get("default") for name in DEFAULTS}
    assert defaults == DEFAULTS | {"basis": "charged"}
    lifted = [name for name in DEFAULTS if "`all` lifts it" in parameters[name]["description"]]
    assert lifted == ([*DEFAULTS] if path != "usage" else ["provenance", "scope"])
    assert "default" not in parameters["outcome"]["schema"]


def test_openapi_document_says_which_parameters_ask_about_charges():
    description = openapi_document()["info"]["description"]
    named = ", ".join(f"`{name}`" for name in ProsecutionConditions.CHARGE_PARAMETERS)
    assert f"({named})" in description


@pytest.mark.parametrize("path", [*LISTS, "usage"])
def test_unknown_value_is_refused_with_the_allowed_ones(partner, path):
    [error] = parameter_errors(partner, f"/api/v1/{path}/?provenance=foo").values()
    assert (error["parameter"], error["value"]) == ("provenance", "foo")
    assert error["allowed"] == ["stated", "offence", "inferred", "title_only", "all"]


def test_basis_of_usage_cannot_be_lifted(partner):
    [error] = parameter_errors(partner, "/api/v1/usage/?basis=all").values()
    assert (error["parameter"], error["value"]) == ("basis", "all")
    assert error["message"] == "A number has one basis: charged, tried or convicted."
    assert error["allowed"] == ["charged", "tried", "convicted"]
    assert get_json(partner, "/api/v1/charges/?basis=all")["filters"]["basis"] == ["all"]


def test_all_beside_other_values_is_all(partner, law):
    path = f"/api/v1/charges/?law={law}&scope=all"
    both = get_json(partner, f"{path}&provenance=stated&provenance=all")
    assert both["filters"]["provenance"] == ["stated", "all"]
    assert both["results"] == get_json(partner, f"{path}&provenance=all")["results"]
    assert len(both["results"]) == 3
