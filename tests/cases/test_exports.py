"""Exported files have the rows of the page and of the API, and nothing hidden."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cases.enums import ChargeStatus, DisplayPolicy
from cases.models import Charge
from tests import factories as make
from tests.api import EVERY_RESOURCE, LISTS, fetch_all_rows, get_json
from tests.cases.api_world import make_known_person, make_prosecuted_case, make_world_with_release
from tests.cases.test_usage import world as varied_world
from tests.files import csv_cells_of, csv_rows, download, format_address, ndjson_rows, xlsx_sheets
from tests.releases import releases_in
from tests.shared_world_fixture import share_world
from tracker.tables.exports.cells import escape_formula

CASES, USAGE = "/api/v1/cases/", "/api/v1/usage/"
varied = varied_world  # a fixture


made_once, world = share_world(make_world_with_release)


@pytest.fixture
def case(world):
    case, folder = world
    with releases_in(folder):
        yield case


# --- The same rows ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["cases", "people", "charges"])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    conditions=st.fixed_dictionaries(
        {},
        optional={
            "basis": st.sampled_from(["charged", "tried", "convicted"]),
            "date_basis": st.sampled_from(["conduct", "arrest", "charge", "verdict"]),
            "year": st.sampled_from(["2019", "2020", "unknown"]),
            "date": st.sampled_from(["2020", "2019-12/2020-01", "2021-05-04"]),
            "provenance": st.sampled_from(["stated", "inferred"]),
            "category": st.lists(st.sampled_from(["union", "journalist", "unknown"]), min_size=1),
            "court": st.just("unknown"),
            "complainant": st.just("unknown"),
            "outcome": st.sampled_from(["charged", "convicted", "unknown"]),
            "gender": st.sampled_from(["female", "unknown"]),
            "platform": st.just("facebook"),
        },
    )
)
def test_page_api_and_files_have_the_same_rows(varied, visitor, partner, kind, conditions):
    query = "&".join(
        f"{name}={value}"
        for name, values in conditions.items()
        for value in ([values] if isinstance(values, str) else values)
    )
    listing = visitor.get(f"/{kind}/?{query}").context["listing"]
    codes = sorted(row.code for row in listing.page) if listing.count else []
    api = f"/api/v1/{kind}/?{query}"
    codes_by_reader = {
        reader.__name__: [row["id"] for row in reader(partner, api)]
        for reader in (fetch_all_rows, csv_rows, ndjson_rows)
    }
    assert codes_by_reader == dict.fromkeys(codes_by_reader, codes)


@pytest.mark.parametrize("path", [*LISTS, USAGE])
def test_all_formats_hold_the_same_table(partner, case, path):
    lines = [csv_cells_of(row) for row in ndjson_rows(partner, path)]
    escaped = [{name: escape_formula(cell) for name, cell in line.items()} for line in lines]
    assert csv_rows(partner, path) == escaped
    names, *cells = xlsx_sheets(partner, path)[0]
    assert [dict(zip(names, row, strict=True)) for row in cells] == escaped
    assert len(lines) > 0


@pytest.mark.parametrize("resource", EVERY_RESOURCE, ids=lambda resource: resource.plural)
def test_file_row_equals_the_api_record(partner, case, resource):
    """Columns and API fields of the same name have the same value."""
    path = f"/api/v1/{resource.plural}/"
    records = get_json(partner, path)["results"]
    for line, record in zip(ndjson_rows(partner, path), records, strict=True):
        for name, value in record.items():
            if isinstance(value, dict) and "edtf" in value:
                cells = {part: line[f"{name}_{part}"] for part in value}
                assert cells == value
            elif isinstance(value, dict) and "label" in value and "id" in value:
                assert (line[name], line[f"{name}_label"]) == (value["id"], value["label"])
            elif name in line and not isinstance(value, list | dict):
                assert (name, line[name]) == (name, value)


def test_row_matched_twice_is_listed_once(partner):
    person = make_known_person("Invented Doubly")
    make.spelling(person, "Invented Doubly Again")
    assert len(csv_rows(partner, "/api/v1/people/?name=Doubly")) == 1


def test_merged_person_is_listed_once(visitor, partner):
    survivor = make.person()
    both = {survivor.code, make.person(merged_into=survivor).code}
    for reader in (csv_rows, fetch_all_rows):
        found = [row["id"] for row in reader(partner, "/api/v1/people/") if row["id"] in both]
        assert found == [survivor.code]


def test_list_columns_are_ordered_like_their_labels(partner, case):
    provision = Charge.objects.first().provision
    other = make.provision("494", law=provision.law)
    make.charge(under=other, of=make.accused(case=case))
    [row] = csv_rows(partner, CASES)
    law = provision.law
    assert row["provisions"] == f"{law.slug}/494; {law.slug}/495"
    assert row["provisions_labels"] == f"{law.title} Article 494; {law.title} Article 495"


def test_days_in_custody_equal_those_of_the_api(partner, case):
    [row] = ndjson_rows(partner, "/api/v1/detentions/")
    [record] = get_json(partner, "/api/v1/detentions/")["results"]
    assert (
        {"min": row["days_min"], "max": row["days_max"]} == record["days"] == {"min": 1, "max": 29}
    )


def test_usage_file_has_the_numbers_of_the_matrix(partner, case):
    matrix = get_json(partner, USAGE)
    rows = ndjson_rows(partner, USAGE)
    names = ("row", "column", "value", "unnamed", "unnamed_distinct", "groups_of_unknown_size")
    for row, cell in zip(rows, matrix["cells"], strict=True):
        assert [row[name] for name in (*names, "url")] == [cell[name] for name in (*names, "url")]
        parts = {part: row[f"as_of_{part}"] for part in ("edtf", "earliest", "latest")}
        assert parts == (cell["as_of"] or dict.fromkeys(parts))
        assert [row["provenance"], row["scope"]] == ["stated", "expression"]
    headers = partner.get(format_address(USAGE, "csv")).headers
    assert (headers["Data-Version"], headers["Data-Unit"]) == (matrix["data_version"], "people")


def test_list_page_links_to_its_files(visitor, case):
    page = visitor.get("/cases/?platform=unknown").content.decode()
    assert 'href="/api/v1/cases/?platform=unknown&amp;format=xlsx"' in page
    assert 'href="/api/v1/usage/?format=csv"' in visitor.get("/usage/").content.decode()


# --- Nothing hidden ---------------------------------------------------------------------------


def test_hidden_records_are_in_no_file(partner, case):
    provision = Charge.objects.first().provision
    secret = make_known_person("Canary-Person Hidden", display_policy=DisplayPolicy.WITHHELD)
    make_prosecuted_case(under=provision, person=secret, title="The matter of Canary-Person Hidden")
    make_prosecuted_case(under=provision, title="Withdrawn-Canary", state="withdrawn")
    unsourced = Charge.objects.create(
        participation=make.accused(case=case), provision=provision, wording="Canary-wording"
    )
    make.add_charge_event(unsourced, ChargeStatus.CONVICTED)
    hidden = [b"canary", unsourced.code.lower().encode()]
    for path in [*LISTS, USAGE]:
        for kind in ("csv", "ndjson", "xlsx"):
            body = unzipped(download(partner, format_address(path, kind))).lower()
            assert [token for token in hidden if token in body] == [], (path, kind)
    people = {row["id"]: row["label"] for row in ndjson_rows(partner, "/api/v1/people/")}
    assert people[secret.code] == "Name withheld"


def unzipped(body: bytes) -> bytes:
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as parts:
        return b"".join(parts.read(part) for part in parts.infolist())


def test_file_name_does_not_contain_the_searched_name(partner):
    make_known_person("Invented Somebody")
    response = partner.get("/api/v1/people/?name=Somebody&format=csv")
    assert "Somebody" not in response.headers["Content-Disposition"]
    assert "Somebody" in json.dumps(partner.get("/api/v1/people/?name=Somebody&format=csvw").json())


@pytest.mark.parametrize("resource", EVERY_RESOURCE, ids=lambda resource: resource.plural)
def test_column_names_are_unique(resource):
    names = [field.name for field in resource.table.fields()]
    assert len(names) == len(set(names))
    assert resource.table.name == resource.plural
