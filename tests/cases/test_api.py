"""Records of cases and people in the API: their schema and their content."""

import re
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from cases.enums import DisplayPolicy
from cases.models import Charge, Detention, Participation, Person
from tests import factories as make
from tests.api import (
    EVERY_RESOURCE,
    LISTS,
    count_queries,
    fetch_all_rows,
    get_json,
    keys_and_values,
    relative_url,
)
from tests.cases.api_world import (
    make_known_person,
    make_measure,
    make_prosecuted_case,
    make_small_world,
)
from tests.shared_world_fixture import share_world
from tracker.api.openapi.schema import openapi_document

CASES, USAGE = "/api/v1/cases/", "/api/v1/usage/"
CODE = re.compile(r"[A-Z]{1,2}-[0-9A-HJKMNP-TV-Z]{6}|[a-z][a-z0-9-]*(/[a-z0-9-]+)?")


made_once, case = share_world(lambda _folder: make_small_world())


@pytest.fixture
def provision(case):
    return Charge.objects.first().provision


# --- Shapes -----------------------------------------------------------------------------------


@cache
def validator(shape: str) -> Draft202012Validator:
    components = openapi_document()["components"]
    return Draft202012Validator({"$ref": f"#/components/schemas/{shape}", "components": components})


# This world has no release; test_releases.py tests them.
@pytest.mark.parametrize(
    "resource",
    [resource for resource in EVERY_RESOURCE if resource.plural != "releases"],
    ids=lambda resource: resource.plural,
)
def test_every_list_and_record_conforms_to_the_openapi_document(partner, case, resource):
    shape = resource.serializer_class.__name__.removesuffix("Serializer")
    page = get_json(partner, f"/api/v1/{resource.plural}/")
    assert page["results"] != []
    for content, name in [(page, f"Paginated{shape}List")] + [
        (get_json(partner, row["api_url"]), shape) for row in page["results"]
    ]:
        assert [error.message for error in validator(name).iter_errors(content)] == []
        assert (
            content.keys() == openapi_document()["components"]["schemas"][name]["properties"].keys()
        )


def test_problem_conforms_to_the_openapi_document(partner):
    problem = partner.get(f"{CASES}?provison=x").json()
    assert [error.message for error in validator("Problem").iter_errors(problem)] == []


def test_usage_conforms_to_the_openapi_document(partner, case):
    matrix = get_json(partner, USAGE)
    assert [error.message for error in validator("Usage").iter_errors(matrix)] == []


@pytest.mark.parametrize("path", LISTS)
def test_record_equals_its_row_in_the_list_with_include_all(partner, case, path):
    for row in fetch_all_rows(partner, f"{path}?include=all"):
        assert get_json(partner, row["api_url"]) == row


def test_no_response_holds_an_empty_text_or_a_database_id(partner, case):
    responses = [get_json(partner, path) for path in LISTS]
    pairs = [pair for response in responses for pair in keys_and_values(response)]
    assert [key for key, value in pairs if value == ""] == []
    ids = [value for key, value in pairs if key == "id" or key.endswith("_id")]
    assert [value for value in ids if not CODE.fullmatch(value)] == []
    assert {"pk", "lock", "state", "staff_notes", "mentions_protected"} & {
        key for key, _value in pairs
    } == set()


def test_every_url_in_a_response_is_found(partner, visitor, case):
    pairs = [pair for path in LISTS for pair in keys_and_values(get_json(partner, path))]
    urls = [value for key, value in pairs if "url" in key and value]
    own = {relative_url(u).partition("#")[0] for u in urls if u.startswith("http://testserver")}
    assert {url for url in own if visitor.get(url).status_code != 200} == set()


# --- What records say -------------------------------------------------------------------------


def test_case_has_participations_events_and_related_records(partner, case):
    found = get_json(partner, f"{CASES}{case.code}/")
    complainant, group, accused = sorted(
        found["participations"], key=lambda one: (len(one["charges"]), bool(one["person"]))
    )
    assert (complainant["role"], complainant["organisation"]["id"][0]) == ("complainant", "O")
    assert group["group"] == {
        "label": "invented group",
        "size": 7,
        "qualifier": "exact",
        "is_distinct": False,
    }
    assert (accused["person"]["label"], accused["gender"]) == ("Invented Somebody", "female")
    [charge] = accused["charges"]
    assert charge["provision"]["id"] == "invented-code-2009/495"
    assert charge["status"] == "convicted"
    assert [c["status"] for c in charge["changes"]] == ["charged", "convicted"]
    assert [(a["date_basis"], a["answer"]) for a in charge["applied"]] == [
        ("conduct", "one"),
        ("charge", "one"),
    ]
    assert [a["reason"] for a in charge["applied"]] == [None, None]
    assert accused["sentences"][0]["fine"] == 2000000
    assert accused["detentions"][0]["days"] == {"min": 1, "max": 29}
    assert [e["kind"] for e in found["events"]] == ["arrest", "charge", "charge", "verdict"]
    assert [len(found[n]) for n in ("recommendations", "measures", "disagreements")] == [1, 1, 1]


def test_charge_says_why_the_version_that_applied_is_ambiguous(partner, case):
    charge = Charge.objects.filter(participation__person__isnull=False).first()
    make.make_stage(charge.provision.law, kind="repealed", happened_on="2010/2030")
    found = get_json(partner, f"/api/v1/charges/{charge.code}/")["applied"][1]
    assert (found["answer"], len(found["versions"])) == ("ambiguous", 1)
    assert found["reason"] == {
        "code": "law_end_uncertain",
        "text": "The law was repealed between 1 January 2010 and 31 December 2030; "
        "on which day is not known.",
    }


def test_person_has_names_affiliations_charges_and_days_in_custody(partner, case):
    person = Person.objects.get(name="Invented Somebody")
    found = get_json(partner, f"/api/v1/people/{person.code}/")
    spellings = [name["spelling"] for name in found["names"]]
    assert spellings == ["Invented Somebody", "Invented Somebody-Variant"]
    assert [affiliation["title"] for affiliation in found["affiliations"]] == ["Head"]
    [involvement] = found["participations"]
    assert involvement["case"]["id"] == case.code
    assert [c["status"] for c in involvement["charges"]] == ["convicted"]
    assert found["days_detained"] == {"min": 1, "max": 29}


def test_days_detained_count_overlaps_once_and_rejected_detentions_not(partner, case):
    detention = Detention.objects.get()
    fields = {"participation": detention.participation, "basis": "police"}
    make.add_citation(
        Detention.objects.create(**fields, started_on="2020-05-03", ended_on="2020-05-04")
    )
    fields |= {"standing": "rejected", "standing_reason": "another person"}
    make.add_citation(Detention.objects.create(**fields, started_on="2015", ended_on="2016"))
    person = get_json(partner, f"/api/v1/people/{detention.participation.person.code}/")
    assert person["days_detained"] == {"min": 2, "max": 29}


def test_days_detained_are_null_without_a_detention(partner):
    person = make.person()
    assert get_json(partner, f"/api/v1/people/{person.code}/")["days_detained"] is None


def test_prosecution_has_all_charges_of_the_participant_in_the_case(partner, case, provision):
    other = make.provision("494", law=provision.law)
    accused = Participation.objects.get(person__name="Invented Somebody")
    charge = make.charge(
        under=other, of=accused, base=Charge.objects.filter(participation=accused)[0]
    )
    query = {"provision": "invented-code-2009/494", "include": "base"}
    found = get_json(partner, "/api/v1/prosecutions/", **query)["results"]
    assert [len(one["charges"]) for one in found] == [2]
    bases = {c["base"] and c["base"]["label"] for c in found[0]["charges"]}
    assert bases == {None, str(provision)}
    assert (
        get_json(partner, f"/api/v1/charges/{charge.code}/")["participant"]["person"]
        == found[0]["person"]
    )


@pytest.mark.parametrize("policy", [DisplayPolicy.WITHHELD, DisplayPolicy.INITIALS])
def test_protected_person_is_shown_by_display_policy(partner, policy):
    person = make_known_person(
        "Invented Somebody", display_policy=policy, protection_reason="safety"
    )
    found = get_json(partner, f"/api/v1/people/{person.code}/")
    shown = {"withheld": (None, "Name withheld"), "initials": ("I. S.", "I. S.")}[policy]
    assert (found["name"], found["label"]) == shown
    assert (found["display_policy"], found["protection_reason"]) == (policy, "safety")
    assert (found["names"], found["affiliations"], found["citations"]) == ([], [], [])


# --- Cost -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_list_takes_as_many_queries_for_two_as_for_twelve(partner, case, provision, path):
    def add():
        make_measure(
            provision,
            make_prosecuted_case(
                under=provision, person=make_known_person(make.person().name + "x")
            ),
        )

    add()
    few = count_queries(partner, path)
    for _ in range(10):
        add()
    assert count_queries(partner, path) == few


def test_codebook_lists_every_value_of_every_vocabulary(partner):
    codebook = partner.get("/api/v1/codebook/").json()
    by_name = {one["name"]: one for one in codebook["vocabularies"]}
    used = {c["vocabulary"] for table in codebook["tables"] for c in table["columns"]} - {None}
    assert used - by_name.keys() == set()
    assert [name for name in used if not by_name[name]["values"]] == []
    assert {one["value"] for one in codebook["units"]} == {
        "people",
        "cases",
        "prosecutions",
        "charges",
    }


def test_codebook_has_no_internal_tables(partner):
    names = {table["name"] for table in partner.get("/api/v1/codebook/").json()["tables"]}
    assert names & {"apikey", "user", "dirtyrow", "recorddigest", "change", "indexedterm"} == set()
