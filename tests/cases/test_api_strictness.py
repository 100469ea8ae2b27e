"""No hidden record leaks, every count equals its list, malformed parameters get a 400."""

import pytest

from cases.enums import DisplayPolicy
from cases.models import Charge
from tests import factories as make
from tests.api import LISTS, fetch_all_bodies, fetch_all_rows, get_json, parameter_errors
from tests.cases.api_world import make_known_person, make_prosecuted_case, make_world_with_release
from tests.releases import releases_in
from tests.shared_world_fixture import share_world

CASES, USAGE = "/api/v1/cases/", "/api/v1/usage/"


made_once, world = share_world(make_world_with_release)


@pytest.fixture
def case(world):
    made, folder = world
    with releases_in(folder):
        yield made


@pytest.fixture
def provision(case):
    return Charge.objects.first().provision


# --- Nothing hidden ---------------------------------------------------------------------------


def test_no_response_contains_hidden_names_or_records(partner, case, provision):
    make.source(title="Draft-Canary report", state="draft")
    make_prosecuted_case(under=provision, title="Withdrawn-Canary case", state="withdrawn")
    secret = make_known_person(
        "Canary-Person Hidden", display_policy=DisplayPolicy.WITHHELD, protection_reason="minor"
    )
    public_case = make_prosecuted_case(
        under=provision, person=secret, title="The matter of Canary-Person Hidden"
    )
    make_prosecuted_case(
        under=provision, person=make.person("Canary Draft", state="draft"), case=public_case
    )
    source = make.source(title="What Canary-Person Hidden said", url="https://example.org/canary")
    bodies = fetch_all_bodies(partner)
    leaks = [url for url, body in bodies.items() if b"canary" in body.lower()]
    assert f"/api/v1/people/{secret.code}/" in bodies
    assert f"/api/v1/sources/{source.code}/" in bodies
    assert leaks == []


def test_withheld_name_is_not_searchable(partner):
    person = make_known_person("Canary Somebody", display_policy=DisplayPolicy.WITHHELD)
    assert get_json(partner, "/api/v1/people/", name="Canary")["results"] == []
    assert get_json(partner, "/api/v1/people/", person=person.code)["results"][0]["name"] is None


# --- Usage ------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["people", "cases", "prosecutions", "charges"])
def test_every_usage_count_equals_its_list(partner, case, provision, unit):
    make_prosecuted_case(under=provision, platform="facebook")
    matrix = get_json(partner, USAGE, unit=unit, rows="provision", columns="platform")
    totals = matrix["totals"]
    cells = [*matrix["cells"], *totals["rows"], *totals["columns"], totals["all"]]
    assert {cell["value"] > 0 for cell in cells} == {True, False}
    assert [c["value"] for c in cells] == [
        len(fetch_all_rows(partner, c["api_url"])) for c in cells
    ]
    assert totals["all"]["url"] == totals["all"]["api_url"].replace("/api/v1", "")


def test_usage_states_unit_basis_and_filters(partner, case):
    matrix = get_json(partner, USAGE)
    assert (matrix["unit"], matrix["basis"], matrix["date_basis"]) == (
        "people",
        "charged",
        "charge",
    )
    assert matrix["filters"] == {
        "basis": ["charged"],
        "provenance": ["stated"],
        "scope": ["expression"],
    }
    assert (matrix["provenance"], matrix["scope"]) == (["stated"], ["expression"])
    assert matrix["rows"][0]["id"] == "invented-code-2009/495"
    assert matrix["columns"][-1] == {"id": "unknown", "label": "Not known"}
    assert (matrix["totals"]["all"]["value"], matrix["totals"]["all"]["unnamed"]) == (1, 7)
    assert len(matrix["cells"]) == len(matrix["rows"]) * len(matrix["columns"])


def test_usage_refuses_invalid_parameters(partner):
    errors = parameter_errors(
        partner, f"{USAGE}?row=provision&unit=persons&columns=year&columns=court&page=1"
    )
    assert list(errors) == ["row", "page", "columns", "unit"]
    assert errors["unit"]["allowed"] == ["people", "cases", "prosecutions", "charges"]
    assert list(parameter_errors(partner, f"{USAGE}?rows=year&columns=year")) == ["columns"]


# --- Strict and never broken ------------------------------------------------------------------

MALFORMED = [
    "provision=penal-code",
    "provision=/",
    "provision=a/b/c",
    "provision=%00",
    "provision=invented-code-2009/495&provision=no/1",
    "law=%00",
    "law=no-law",
    "person=P-000000",
    "person=%ED%A0%80",
    "court=C-000000",
    "complainant=x&complainant=%00",
    "category=Journalist",
    "category=journalist&category=",
    "year=20",
    "year=2020%0A1",
    "year=99999",
    "date=2020-13",
    "date=yesterday",
    "date=%00",
    "basis=charged&basis=tried",
    "basis=%F0%9F%98%80",
    "date_basis=none",
    "outcome=guilty",
    "q=%00",
    "q=a&q=b",
    "page_size=1.5",
    "page_size=٣x",
    "cursor=" + "A" * 7000,
    "province=" + "1" * 7000,
    "format=csv&cursor=x",
    "format=csv&page_size=5",
    "format=csv&limit=5",
    "format=csv&format=xlsx",
    "fields=pk",
    "include=staff_notes",
    "ordering=title",
    "title__icontains=a",
    "participations__person__name=a",
    "pk=1",
    "id=1",
    "%00=1",
    "=1",
    "q[]=a",
]


@pytest.mark.parametrize("query", MALFORMED, ids=lambda query: query[:30])
def test_malformed_parameter_is_a_400_with_a_message(partner, case, query):
    errors = parameter_errors(partner, f"{CASES}?{query}")
    assert [error for error in errors.values() if not error["message"]] == []
    assert errors != {}


@pytest.mark.parametrize("path", LISTS)
def test_every_list_refuses_an_unknown_parameter(partner, path):
    assert "provison" in parameter_errors(
        partner, f"{path}?provison=penal-code-2009/495&page=1&format=json"
    )


def test_query_of_two_thousand_parameters_is_a_414(partner):
    response = partner.get(f"{CASES}?{'&'.join(f'q{n}=1' for n in range(2000))}")
    assert (response.status_code, response.json()["status"]) == (414, 414)


@pytest.mark.parametrize(
    "answer", ["favourable=maybe", "external=1", "favourable=true&favourable=false"]
)
def test_boolean_filter_accepts_only_true_and_false(partner, case, answer):
    parameter_errors(partner, f"/api/v1/measures/?{answer}")
    assert get_json(partner, "/api/v1/measures/?favourable=true")["results"] == []
    assert len(get_json(partner, "/api/v1/measures/?favourable=false")["results"]) == 1
