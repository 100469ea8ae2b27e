"""Sparse fieldsets of lists and records, and the number of queries."""

import pytest

from cases.models import Charge
from laws.models import Provision
from tests.api import (
    EVERY_RESOURCE,
    LISTS,
    count_queries,
    fetch_all_rows,
    get_json,
    parameter_errors,
)
from tests.cases.api_world import (
    make_known_person,
    make_measure,
    make_prosecuted_case,
    make_small_world,
)
from tests.shared_world_fixture import share_world
from tracker.api.serializers.base import extras_of

CASES = "/api/v1/cases/"
# Of each request: the data version, a savepoint, the role, begin and end of the transaction.
OVERHEAD = 5
LIST, RECORD = OVERHEAD + 4, OVERHEAD + 6  # the most allowed


made_once, case = share_world(lambda _folder: make_small_world())


@pytest.mark.parametrize("path", LISTS)
def test_list_takes_at_most_four_queries_at_any_page_size(partner, case, path):
    provision = Provision.objects.get(slug="495")
    for _ in range(6):
        make_measure(
            provision,
            make_prosecuted_case(under=provision, person=make_known_person("Invented Another")),
        )
    found = [count_queries(partner, f"{path}?page_size={size}") for size in (1, 5, 100)]
    assert found == [found[0]] * 3
    assert found[0] <= LIST
    assert count_queries(partner, f"{path}?include=all") <= LIST + 1


@pytest.mark.parametrize("path", LISTS)
def test_record_takes_at_most_six_queries(partner, case, path):
    for row in fetch_all_rows(partner, path):
        assert count_queries(partner, row["api_url"].removeprefix("http://testserver")) <= RECORD


# This world has no release; lists of releases omit nothing.
@pytest.mark.parametrize(
    "resource",
    [resource for resource in EVERY_RESOURCE if resource.plural != "releases"],
    ids=lambda resource: resource.plural,
)
def test_list_omits_the_extra_fields_of_its_serializer(partner, case, resource):
    path, serializer = f"/api/v1/{resource.plural}/", resource.serializer_class
    usual = [name for name in serializer.Meta.fields if name not in serializer.extra()]
    assert list(get_json(partner, path)["results"][0]) == usual
    assert list(get_json(partner, f"{path}?include=all")["results"][0]) == list(
        serializer.Meta.fields
    )
    for name in extras_of(serializer):
        added = set(get_json(partner, f"{path}?include={name}")["results"][0]) - set(usual)
        assert added == {name} & set(serializer.Meta.fields)


def test_included_fields_appear_at_every_depth(partner, case):
    [found] = get_json(partner, f"{CASES}?include=citations,changes")["results"]
    accused = next(p for p in found["participations"] if p["person"])
    assert len(found["citations"]) == len(accused["citations"]) == 1
    assert [len(charge["changes"]) for charge in accused["charges"]] == [2]
    assert "sentences" not in accused
    assert "events" not in found


@pytest.mark.parametrize("query", ["fields=title,id", "fields=id&fields=title"])
def test_selected_fields_keep_the_order_of_the_record(partner, case, query):
    assert get_json(partner, f"{CASES}?{query}")["results"] == [
        {"id": case.code, "title": case.title}
    ]
    record = get_json(partner, f"{CASES}{case.code}/?{query}")
    assert list(record.items()) == [("id", case.code), ("title", case.title)]


def test_selected_field_needs_no_include(partner, case):
    [found] = get_json(partner, f"{CASES}?fields=events")["results"]
    assert {event["kind"] for event in found["events"]} == {"arrest", "charge", "verdict"}


def test_unknown_field_names_are_refused_with_the_allowed_ones(partner, case):
    errors = parameter_errors(partner, f"{CASES}?fields=id,pk&include=summary")
    assert errors["fields"]["allowed"][:4] == ["id", "url", "api_url", "title"]
    assert "pk" in errors["fields"]["message"]
    assert errors["include"]["allowed"] == [
        *("applied", "base", "changes", "citations", "detentions", "disagreements", "events"),
        *("measures", "recommendations", "requalified_from", "sentences", "all"),
    ]
    code = Charge.objects.first().code
    assert list(parameter_errors(partner, f"/api/v1/charges/{code}/?include=all")) == ["include"]
    assert list(parameter_errors(partner, f"{CASES}?format=csv&fields=id")) == ["fields"]


def test_next_link_keeps_the_selected_fields(partner, case):
    make_prosecuted_case(under=Provision.objects.get(slug="495"))
    found = fetch_all_rows(partner, f"{CASES}?fields=id&page_size=1")
    assert [list(row) for row in found] == [["id"], ["id"]]
