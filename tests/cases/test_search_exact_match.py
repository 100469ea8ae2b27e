"""Where a search leads: to who asks for change, to the cases of a person, to the table."""

import pytest

from laws.models import Ask
from tests import factories as make
from tests.cases.test_search import counts, search
from tests.pages import read, rows


@pytest.fixture
def asked(db):
    """A recommendation that asks for one article, without its number, to be repealed."""
    code = make.law(slug="penal-code-2009", title="Penal Code of Nowhere", year=2009)
    make.provision("495", law=make.law(slug="press-law", title="Press Law"))
    recommendation = make.recommendation(summary="Leave critics alone")
    provision = make.provision("305", law=code)
    Ask.objects.create(recommendation=recommendation, action="repeal", provision=provision)
    return recommendation


@pytest.mark.parametrize("q", ["305", "repeal 305", "who asked to repeal article 305 PC"])
def test_recommendations_about_a_provision_are_found_by_its_number(visitor, asked, q):
    [group] = [g for g in search(visitor, q).answers[0].groups if g.kind.id == "recommendations"]
    assert [hit.record for hit in group.hits] == [asked]
    assert (group.count, rows(visitor, group.address)) == (1, 1)
    assert "<mark>305</mark>" in group.hits[0].excerpt


@pytest.mark.parametrize("q", ["amend 305", "repeal 495", "repeal"])
def test_recommendations_that_ask_something_else_are_not(visitor, asked, q):
    assert "recommendations" not in counts(search(visitor, q))


def test_an_exact_hit_leads_to_who_asked_for_it_to_change(visitor, asked):
    law_as_a_whole = make.recommendation(summary="Another matter")
    Ask.objects.create(recommendation=law_as_a_whole, action="amend", law=make.law())
    Ask.objects.create(
        recommendation=law_as_a_whole,
        action="amend",
        law=asked.asks.get().provision.law,
    )
    other = make.recommendation(summary="Drop the case")
    Ask.objects.create(recommendation=other, action="dismiss", provision=asked.asks.get().provision)
    links = read(visitor, "/search/?q=PC+305").links
    assert rows(visitor, links["Who asked for it to change: 2 recommendations"]) == 2
    assert "No recommendation to change it" in read(visitor, "/search/?q=press+495").text


def test_a_person_is_found_with_their_cases(visitor, db):
    case = make.case(title="A matter")
    make.accused(case=case, person=make.person("Kong Inventya"))
    make.accused(case=make.case(title="Shut", state="draft"), person=make.person("Kong Invention"))
    [groups] = [answer.groups for answer in search(visitor, "Kong Inventya").answers]
    theirs = next(group for group in groups if group.kind.id == "their-cases")
    assert [hit.record for hit in theirs.hits] == [case]
    assert (theirs.count, rows(visitor, theirs.address)) == (1, 1)
    only_cases = search(visitor, "Kong Inventya", kind="cases")
    assert counts(only_cases) == {"their-cases": 1}


def test_a_question_is_asked_without_its_small_words_and_leads_to_the_table(visitor, db):
    case = make.case(title="Journalists in the dock")
    answer = search(visitor, "which article was used against journalists")
    assert [hit.record for hit in answer.answers[0].groups[0].hits] == [case]
    page = read(visitor, "/search/?q=which+article+was+used+against+journalists")
    link = page.links["Which articles are used against: Journalist"]
    assert link == "/usage/?category=journalist"


def test_where_nothing_is_found_the_page_says_how_to_go_on(visitor, db):
    links = read(visitor, "/search/?q=qwxyz").links.values()
    assert {"/usage/", "/usage/?columns=year", "/laws/", "/recommendations/"} - {*links} == set()
