"""Every number beside a value of a filter equals the list it leads to."""

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from tests import factories as make, sample_data
from tests.cases.test_usage import world  # noqa: F401 (a fixture)
from tests.pages import queries, read, rows
from tests.shared_world_fixture import share_world
from tracker.web.lists.facets import ExpensiveFacet

pytestmark = pytest.mark.django_db
INVOLVED = ["cases", "people", "prosecutions", "charges"]
OTHERS = [
    *("measures", "recommendations", "laws", "organisations", "sources", "figures"),
    "disagreements",
]
STRATEGY = {
    "max_examples": 12,
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


def listing(address):
    return Client().get(address).context["listing"]


def facets(address):
    return {one.name: one for one in listing(address).controls if one.kind == "facet"}


def wrong_numbers(page, query):
    """Choices whose number is not that of their list: all that lead anywhere, and a few zeros."""
    choices = [choice for facet in facets(f"{page}?{query}").values() for choice in facet.choices]
    zeros = [choice for choice in choices if not choice.count]
    asked = [choice for choice in choices if choice.count] + zeros[::25]
    return [
        (one.value, one.count) for one in asked if listing(f"{page}?{one.query}").count != one.count
    ]


@settings(**STRATEGY)
@given(
    kind=st.sampled_from(INVOLVED),
    conditions=st.fixed_dictionaries(
        {},
        optional={
            "basis": st.sampled_from(["charged", "tried", "convicted"]),
            "date_basis": st.sampled_from(["conduct", "charge", "verdict"]),
            "year": st.sampled_from(["2019", "2020", "unknown"]),
            "date": st.sampled_from(["2020", "2019-12/2020-01"]),
            "provenance": st.sampled_from(["stated", "inferred"]),
            "category": st.sampled_from(["union", "journalist", "unknown"]),
            "role": st.sampled_from(["accused", "complainant"]),
            "participant": st.sampled_from(["person", "group", "organisation"]),
            "court": st.just("unknown"),
            "province": st.sampled_from(["11", "12"]),
            "outcome": st.sampled_from(["charged", "convicted"]),
            "gender": st.sampled_from(["female", "unknown"]),
        },
    ),
)
def test_numbers_about_prosecutions_equal_their_lists(world, kind, conditions):  # noqa: F811
    asked = QueryDict(mutable=True)
    asked.update(conditions)
    assert wrong_numbers(f"/{kind}/", asked.urlencode()) == []


def test_the_lists_own_conditions_hold_in_its_facets(visitor, told):
    name = told.people[0].name
    assert wrong_numbers("/people/", f"name={name}") == []
    assert wrong_numbers("/cases/", "q=arrests") == []
    assert wrong_numbers("/cases/", "q=nothing") == []
    assert wrong_numbers("/charges/", f"case={told.case.code}") == []


@settings(**STRATEGY)
@given(
    kind=st.sampled_from(OTHERS),
    picks=st.lists(st.integers(0, 200), max_size=3),
)
def test_numbers_of_other_lists_equal_their_lists(told, kind, picks):
    """Values are picked from the facets themselves, one after the other."""
    query = QueryDict(mutable=True)
    for pick in picks:
        found = facets(f"/{kind}/?{query.urlencode()}")
        choices = [(name, one.value) for name, f in found.items() for one in f.choices]
        name, value = choices[pick % len(choices)]
        if found[name].takes_several:
            query.appendlist(name, value)
        else:
            query[name] = value
    query = QueryDict("&".join(sorted(set(query.urlencode().split("&")))))
    assert wrong_numbers(f"/{kind}/", query.urlencode()) == []


def test_values_of_one_facet_do_not_narrow_each_other(visitor, told):
    make.case(platform="zoom")
    make.case(platform="press")
    counted = {one.value: one.count for one in facets("/cases/?platform=zoom")["platform"].choices}
    assert (counted["zoom"], counted["press"], counted["unknown"]) == (1, 1, 1)
    assert rows(visitor, "/cases/?platform=zoom&platform=press") == 2


def test_what_is_asked_of_one_article_is_not_told_of_another(visitor, told):
    other = make.provision("9", law=told.law)
    told.recommendation.asks.create(action="amend", provision=other)
    query = "provision=story-law-2001/7-bis"
    found = facets(f"/recommendations/?{query}")["action"]
    assert {one.value: one.count for one in found.choices if one.count} == {"repeal": 1}
    assert rows(visitor, f"/recommendations/?{query}&action=amend") == 0
    assert wrong_numbers("/recommendations/", query) == []


def test_a_number_leads_to_its_rows_and_zeros_stay_behind_show_all(visitor, told):
    page = read(visitor, "/cases/")
    assert page.links["Journalist: 1"] == "?category=journalist"
    assert "Show all 14" in page.text
    shown = [one.value for one in facets("/cases/")["category"].shown]
    assert sorted(shown) == ["journalist", "unknown"]


def test_a_record_nothing_is_listed_under_is_counted_and_not_offered(visitor, told):
    make.provision("9", law=told.law)
    facet = facets("/cases/")["provision"]
    assert [one.label for one in facet.choices] == ["Article 7 bis, Story Law"]
    assert facet.others == 1
    assert "1 other: none recorded" in read(visitor, "/cases/").text


def test_a_value_asked_for_stays_though_nothing_is_listed_under_it(visitor, told):
    unused = make.provision("9", law=told.law)
    facet = facets(f"/cases/?provision={unused.address}")["provision"]
    assert [(one.value, one.count) for one in facet.choices if one.is_chosen] == [
        (unused.address, 0)
    ]


def test_a_withheld_person_is_counted_like_any_other(visitor, told):
    type(told.people[0]).objects.filter(pk=told.people[0].pk).update(display_policy="withheld")
    assert read(visitor, "/people/").links["Journalist: 2"] == "?category=journalist"


@pytest.mark.parametrize("query", ["", "?year=2020", "?outcome=convicted"])
def test_what_is_worked_out_charge_by_charge_is_counted_in_short_lists_only(
    visitor, told, monkeypatch, query
):
    assert {"year", "outcome"} <= facets(f"/people/{query}").keys()
    monkeypatch.setattr(ExpensiveFacet, "AT_MOST", 1)
    assert {"year", "outcome"} & facets(f"/people/{query}").keys() == set()
    assert "year" in {control.name for control in listing(f"/people/{query}").controls}


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        *(("cases", 8), ("people", 8), ("prosecutions", 8), ("charges", 6)),
        *(("measures", 8), ("recommendations", 7)),
    ],
)
def test_a_list_takes_a_fixed_number_of_queries(visitor, told, kind, number):
    assert queries(visitor, f"/{kind}/") == number
    for _ in range(5):
        sample_data.charged(told.case, told.provision, told.source)
        sample_data.the_measure(told.provision, told.organisation, told.case, told.source)
    assert queries(visitor, f"/{kind}/") == number
