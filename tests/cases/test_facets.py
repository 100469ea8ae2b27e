"""Every facet count equals the length of the list it links to."""

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from tests import factories as make, sample_data
from tests.cases.test_usage import world  # noqa: F401 (a fixture)
from tests.pages import count_page_queries, listed_rows, read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db
PROSECUTION_LISTS = ["cases", "people", "prosecutions", "charges"]
OTHER_LISTS = [
    *("measures", "recommendations", "laws", "organisations", "sources", "figures"),
    "disagreements",
]
SETTINGS = {
    "max_examples": 12,
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


def listing(address):
    return Client().get(address).context["listing"]


def facets(address):
    return {
        control.name: control for control in listing(address).controls if control.kind == "facet"
    }


def wrong_counts(page, query):
    """Choices whose count differs from their list; checks all above zero, and a few zeros."""
    choices = [choice for facet in facets(f"{page}?{query}").values() for choice in facet.choices]
    zeros = [choice for choice in choices if not choice.count]
    checked = [choice for choice in choices if choice.count] + zeros[::25]
    return [
        (choice.value, choice.count)
        for choice in checked
        if listing(f"{page}?{choice.query}").count != choice.count
    ]


@settings(**SETTINGS)
@given(
    kind=st.sampled_from(PROSECUTION_LISTS),
    conditions=st.fixed_dictionaries(
        {},
        optional={
            "basis": st.sampled_from(["charged", "tried", "convicted", "all"]),
            "date_basis": st.sampled_from(["conduct", "charge", "verdict"]),
            "year": st.sampled_from(["2019", "2020", "unknown"]),
            "date": st.sampled_from(["2020", "2019-12/2020-01"]),
            "provenance": st.sampled_from(["stated", "inferred", "all"]),
            "scope": st.sampled_from(["expression", "context", "all"]),
            "category": st.sampled_from(["union", "journalist", "unknown"]),
            "role": st.sampled_from(["accused", "complainant"]),
            "participant": st.sampled_from(["person", "group", "organisation"]),
            "court": st.just("unknown"),
            "province": st.sampled_from(["11", "12"]),
            "outcome": st.sampled_from(["charged", "convicted"]),
            "gender": st.sampled_from(["female", "unknown"]),
            "no_news_after": st.sampled_from(["2020", "2021"]),
        },
    ),
)
def test_facet_counts_about_prosecutions_equal_their_lists(world, kind, conditions):  # noqa: F811
    query = QueryDict(mutable=True)
    query.update(conditions)
    assert wrong_counts(f"/{kind}/", query.urlencode()) == []


def test_conditions_of_one_list_apply_to_its_facets(visitor, story):
    name = story.people[0].name
    assert wrong_counts("/people/", f"name={name}") == []
    assert wrong_counts("/people/", "name=Nobodyatall") == []
    assert wrong_counts("/cases/", "q=arrests") == []
    assert wrong_counts("/cases/", "q=nothing") == []
    assert wrong_counts("/charges/", f"case={story.case.code}") == []


@settings(**SETTINGS)
@given(
    kind=st.sampled_from(OTHER_LISTS),
    picks=st.lists(st.integers(0, 200), max_size=3),
)
def test_facet_counts_of_other_lists_equal_their_lists(story, kind, picks):
    """Each value is picked from the facets of the list filtered so far."""
    query = QueryDict(mutable=True)
    for pick in picks:
        by_name = facets(f"/{kind}/?{query.urlencode()}")
        choices = [
            (name, choice.value) for name, facet in by_name.items() for choice in facet.choices
        ]
        name, value = choices[pick % len(choices)]
        if by_name[name].takes_several:
            query.appendlist(name, value)
        else:
            query[name] = value
    query = QueryDict("&".join(sorted(set(query.urlencode().split("&")))))
    assert wrong_counts(f"/{kind}/", query.urlencode()) == []


def test_values_of_one_facet_do_not_narrow_each_other(visitor, story):
    make.case(platform="zoom")
    make.case(platform="press")
    counted = {
        choice.value: choice.count for choice in facets("/cases/?platform=zoom")["platform"].choices
    }
    assert (counted["zoom"], counted["press"], counted["unknown"]) == (1, 1, 1)
    assert listed_rows(visitor, "/cases/?platform=zoom&platform=press") == 2


def test_recommendation_facet_counts_asks_of_the_filtered_provision_only(visitor, story):
    other = make.provision("9", law=story.law)
    story.recommendation.asks.create(action="amend", provision=other)
    query = "provision=story-law-2001/7-bis"
    facet = facets(f"/recommendations/?{query}")["action"]
    assert {choice.value: choice.count for choice in facet.choices if choice.count} == {"repeal": 1}
    assert listed_rows(visitor, f"/recommendations/?{query}&action=amend") == 0
    assert wrong_counts("/recommendations/", query) == []


def test_facet_links_to_rows_and_hides_zeros_behind_show_all(visitor, story):
    page = read_page(visitor, "/cases/")
    assert page.links["Journalist: 1"] == "?category=journalist"
    assert "Show all 14" in page.text
    shown = [choice.value for choice in facets("/cases/")["category"].shown_values]
    assert sorted(shown) == ["journalist", "unknown"]


def test_unused_record_is_counted_and_not_offered(visitor, story):
    make.provision("9", law=story.law)
    facet = facets("/cases/")["provision"]
    assert [choice.label for choice in facet.choices] == ["Article 7 bis, Story Law"]
    assert facet.omitted_count == 1
    assert "1 other: none recorded" in read_page(visitor, "/cases/").text


def test_chosen_value_stays_with_count_zero(visitor, story):
    unused = make.provision("9", law=story.law)
    facet = facets(f"/cases/?provision={unused.address}")["provision"]
    assert [(choice.value, choice.count) for choice in facet.choices if choice.is_chosen] == [
        (unused.address, 0)
    ]


def test_withheld_person_is_counted_in_facets(visitor, story):
    type(story.people[0]).objects.filter(pk=story.people[0].pk).update(display_policy="withheld")
    assert read_page(visitor, "/people/").links["Journalist: 2"] == "?category=journalist"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        # Two of them say until when the sources speak, one counts how we know the charges.
        *(("cases", 14), ("people", 14), ("prosecutions", 14), ("charges", 12)),
        *(("measures", 8), ("recommendations", 7)),
    ],
)
def test_list_takes_fixed_number_of_queries(visitor, story, kind, number):
    assert count_page_queries(visitor, f"/{kind}/") == number
    for _ in range(5):
        sample_data.make_charged_person(story.case, story.provision, story.source)
        sample_data.make_measure(story.provision, story.organisation, story.case, story.source)
    assert count_page_queries(visitor, f"/{kind}/") == number
