"""Links of search results: recommendations, cases of a person, usage matrix."""

import pytest

from laws.models import Ask
from tests import factories as make
from tests.cases.test_search import counts, search
from tests.pages import listed_rows, read_page


@pytest.fixture
def recommendation(db):
    """A recommendation to repeal one provision, whose text does not contain its number."""
    code = make.law(slug="penal-code-2009", title="Penal Code of Nowhere", year=2009)
    make.provision("495", law=make.law(slug="press-law", title="Press Law"))
    record = make.recommendation(summary="Leave critics alone")
    provision = make.provision("305", law=code)
    Ask.objects.create(recommendation=record, action="repeal", provision=provision)
    return record


@pytest.mark.parametrize("q", ["305", "repeal 305", "who asked to repeal article 305 PC"])
def test_recommendation_is_found_by_number_of_its_provision(visitor, recommendation, q):
    [group] = [
        g for g in search(visitor, q).result_sets[0].groups if g.kind.id == "recommendations"
    ]
    assert [hit.record for hit in group.hits] == [recommendation]
    assert (group.count, listed_rows(visitor, group.address)) == (1, 1)
    assert "<mark>305</mark>" in group.hits[0].excerpt


@pytest.mark.parametrize("q", ["amend 305", "repeal 495", "repeal"])
def test_recommendation_with_other_action_or_number_is_not_found(visitor, recommendation, q):
    assert "recommendations" not in counts(search(visitor, q))


def test_exact_match_links_to_recommendations_to_change_it(visitor, recommendation):
    law_as_a_whole = make.recommendation(summary="Another matter")
    Ask.objects.create(recommendation=law_as_a_whole, action="amend", law=make.law())
    Ask.objects.create(
        recommendation=law_as_a_whole,
        action="amend",
        law=recommendation.asks.get().provision.law,
    )
    other = make.recommendation(summary="Drop the case")
    Ask.objects.create(
        recommendation=other, action="dismiss", provision=recommendation.asks.get().provision
    )
    links = read_page(visitor, "/search/?q=PC+305").links
    assert listed_rows(visitor, links["Calls for change: 2 recommendations"]) == 2
    assert "No recommendation to change it" in read_page(visitor, "/search/?q=press+495").text


def test_cases_of_matching_person_are_found(visitor, db):
    case = make.case(title="A matter")
    make.accused(case=case, person=make.person("Kong Inventya"))
    make.accused(case=make.case(title="Shut", state="draft"), person=make.person("Kong Invention"))
    [groups] = [answer.groups for answer in search(visitor, "Kong Inventya").result_sets]
    theirs = next(group for group in groups if group.kind.id == "their-cases")
    assert [hit.record for hit in theirs.hits] == [case]
    assert (theirs.count, listed_rows(visitor, theirs.address)) == (1, 1)
    only_cases = search(visitor, "Kong Inventya", kind="cases")
    assert counts(only_cases) == {"their-cases": 1}


def test_stop_words_are_ignored_and_category_links_to_usage(visitor, db):
    case = make.case(title="Journalists in the dock")
    answer = search(visitor, "which article was used against journalists")
    assert [hit.record for hit in answer.result_sets[0].groups[0].hits] == [case]
    page = read_page(visitor, "/search/?q=which+article+was+used+against+journalists")
    link = page.links["Which articles are used against: Journalist"]
    assert link == "/usage/?category=journalist"


def test_search_without_results_links_to_starting_points(visitor, db):
    links = read_page(visitor, "/search/?q=qwxyz").links.values()
    assert {"/usage/", "/usage/?columns=year", "/laws/", "/recommendations/"} - {*links} == set()
