"""Charges after a recommendation: the counts hold for every possible date in the ranges."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings, strategies as st

from cases.statistics.charges_after_recommendation import ChargesAfterRecommendation
from laws.enums import Action
from laws.models import Ask, Provision, Recommendation
from tests import factories as make
from tests.pages import count_page_queries, listed_rows, read_page
from tracker.partial_dates import ONE_DAY, PartialDate

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 12).map(lambda days: FIRST + timedelta(days))
RANGES = st.tuples(DAYS, DAYS).map(lambda days: PartialDate(min(days), max(days)))


@dataclass(frozen=True)
class Drawn:
    """A charge as generated; the oracle reads nothing else."""

    who: int | None  # None: an unnamed group of two
    provenance: str
    charged_on: PartialDate | None
    tried_on: PartialDate | None
    acted_on: PartialDate | None


CHARGES = st.builds(
    Drawn,
    who=st.sampled_from([0, 1, 2, None]),
    provenance=st.sampled_from(["stated", "stated", "inferred", "title_only"]),
    charged_on=st.none() | RANGES,
    tried_on=st.none() | RANGES,
    acted_on=st.none() | RANGES,
)


def store(drawn: list[Drawn]) -> Provision:
    """The charges, each in a case of its own, under a new provision."""
    provision, people = make.provision("9"), [make.person() for _ in range(3)]
    for each in drawn:
        of = make.group(2) if each.who is None else make.accused(person=people[each.who])
        fields = {"provenance": each.provenance, "conduct_on": each.acted_on}
        charge = make.charge(under=provision, of=of, on=each.charged_on, **fields)
        if each.tried_on:
            make.add_charge_event(charge, "convicted", on=each.tried_on)
    return provision


def charges_after(provision, issued_on) -> ChargesAfterRecommendation:
    ask = Ask(recommendation=Recommendation(issued_on=issued_on), action=Action.REPEAL)
    return ChargesAfterRecommendation(ask, provision)


class Oracle:
    """What can be said of each charge, day by day."""

    def __init__(self, drawn: list[Drawn], asked_on: PartialDate, provenance: str):
        self.charges = [each for each in drawn if each.provenance == provenance]
        self.asked_on = asked_on

    def is_certain(self, each: Drawn) -> bool:
        return each.charged_on is not None and each.charged_on.earliest > self.asked_on.latest

    def is_possible(self, each: Drawn) -> bool:
        return each.charged_on is not None and each.charged_on.latest > self.asked_on.earliest

    def is_surely_before(self, each: Drawn) -> bool:
        return each.tried_on is not None and each.tried_on.latest < self.asked_on.earliest

    def is_surely_of_later_conduct(self, each: Drawn) -> bool:
        acted_on = each.charged_on is None and each.acted_on
        return bool(acted_on) and acted_on.earliest > self.asked_on.latest

    def people(self, condition) -> set[int]:
        return {each.who for each in self.charges if condition(each)} - {None}

    def unnamed(self, condition) -> int:
        return sum(2 for each in self.charges if each.who is None and condition(each))

    @property
    def tried_before(self) -> set[int]:
        undated = [each for each in self.charges if each.charged_on is None]
        untried = {each.who for each in undated if not self.is_surely_before(each)}
        acted = self.people(self.is_surely_of_later_conduct)
        return {each.who for each in undated} - untried - acted - {None}


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked_on=RANGES, drawn=st.lists(CHARGES, max_size=5))
@example(  # undated, without a day of conduct, tried before
    asked_on=PartialDate(FIRST + 5 * ONE_DAY, FIRST + 5 * ONE_DAY),
    drawn=[Drawn(0, "stated", None, PartialDate(FIRST, FIRST), None)],
)
def test_counts_hold_for_every_possible_date(asked_on, drawn):
    counted = charges_after(store(drawn), asked_on)
    for since, provenance in ((counted, "stated"), (counted.inferred, "inferred")):
        oracle = Oracle(drawn, asked_on, provenance)
        certain, possible = oracle.people(oracle.is_certain), oracle.people(oracle.is_possible)
        undated = oracle.people(lambda each: each.charged_on is None)
        numbers = (since.people, since.possible_people, since.further_people)
        assert numbers == (len(certain), len(possible), len(possible - certain))
        assert (since.undated_people, since.people_tried_before) == (
            len(undated),
            len(oracle.tried_before),
        )
        acted = oracle.people(oracle.is_surely_of_later_conduct)
        assert since.people_acted_after == len(acted)
        assert since.unnamed_groups.people == oracle.unnamed(oracle.is_certain)
        assert since.undated_unnamed_groups.people == oracle.unnamed(
            lambda each: each.charged_on is None
        )


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked_on=RANGES, drawn=st.lists(CHARGES, max_size=4))
def test_something_is_said_only_if_a_charge_is_certainly_later(asked_on, drawn):
    oracles = {p: Oracle(drawn, asked_on, p) for p in ("stated", "inferred")}
    stated, inferred = oracles["stated"], oracles["inferred"]
    is_certain = bool(
        stated.people(stated.is_certain)
        or inferred.people(inferred.is_certain)
        or stated.unnamed(stated.is_certain)
    )
    assert charges_after(store(drawn), asked_on).is_sayable is is_certain


def test_counts_take_two_statements(db):
    provision = store([Drawn(0, "stated", PartialDate.parse("2021"), None, None)])
    with CaptureQueriesContext(connection) as captured:
        since = charges_after(provision, PartialDate.parse("2020"))
        assert (since.is_sayable, since.people, since.inferred.people) == (True, 1, 0)
        assert (since.undated_people, since.as_of) == (0, since.inferred.as_of)
        assert bool(since.further_unnamed_groups or since.undated_unnamed_groups) is False
    assert len(captured) == 2


@pytest.mark.parametrize(
    "of_case", [{"scope": "context"}, {"scope": "expression"}], ids=lambda case: case["scope"]
)
def test_context_cases_do_not_count(db, of_case):
    provision = make.provision("9")
    make.charge(under=provision, on="2021", of=make.accused(case=make.case(**of_case)))
    people = charges_after(provision, PartialDate.parse("2020")).people
    assert people == (of_case["scope"] == "expression")


@pytest.fixture
def article(db):
    """A provision whose repeal was recommended in May 2020."""
    provision = make.provision("9")
    recommendation = make.recommendation(issued_on="2020-05")
    Ask.objects.create(recommendation=recommendation, action=Action.REPEAL, provision=provision)
    return provision


FIRST_ASKED = "After a change was first asked for in the sources read ( Repeal, May 2020 ):"
IMPRECISE = "may have been: the dates are too imprecise."


def pages_about(visitor, article) -> list:
    """The pages of the article and of the recommendation."""
    recommendation = Ask.objects.get(provision=article).recommendation
    pages = (article.get_absolute_url(), recommendation.get_absolute_url())
    return [read_page(visitor, page) for page in pages]


def test_nothing_is_said_without_a_certain_charge(visitor, article):
    make.charge(under=article, on="2020")
    make.charge(under=article, on=None, conduct_on="2022")
    of_article, of_recommendation = pages_about(visitor, article)
    assert ("Since the call for change" in of_article.text) is False
    assert (IMPRECISE in of_article.text, IMPRECISE in of_recommendation.text) == (False, False)
    assert "they tell nothing of what happened since" in of_recommendation.text


def test_no_later_charge_is_said_only_where_a_source_is_later(visitor, article):
    of = make.accused(case=make.case(confirmed_on="2022"))
    make.charge(under=article, of=of, on="2019")
    [_, of_recommendation] = pages_about(visitor, article)
    assert "No charge under its articles is recorded that certainly" in of_recommendation.text
    type(of.case).objects.update(confirmed_on="2020")
    [_, of_recommendation] = pages_about(visitor, article)
    assert "they tell nothing of what happened since" in of_recommendation.text


def test_people_are_said_apart_from_those_who_may_have_been(visitor, article):
    make.charge(under=article, on="2021")
    [page, _] = pages_about(visitor, article)
    assert f"{FIRST_ASKED} 1 person charged." in page.text
    make.charge(under=article, on="2020")
    [page, of_recommendation] = pages_about(visitor, article)
    assert f"1 person charged. 1 more person {IMPRECISE}" in page.text
    assert "After this recommendation ( Repeal, May 2020 ): 1 person" in of_recommendation.text
    assert listed_rows(visitor, page.links["List of all 2 people"]) == 2


def test_undated_charges_are_reported_separately(visitor, article):
    make.charge(under=article, on="2021")
    make.charge(under=article, on=None, conduct_on="2022")
    tried = make.charge(under=article, on=None)
    make.add_charge_event(tried, "convicted", on="2019")
    [page, _] = pages_about(visitor, article)
    assert listed_rows(visitor, page.links["2 people charged on an unknown day"]) == 2
    assert "1 of them is charged with something done after it was asked for" in page.text
    assert "1 of them was tried before it was asked for." in page.text


def test_inferred_charges_are_named_as_such(visitor, article):
    make.charge(under=article, on="2021", provenance="inferred")
    make.charge(under=article, on="2019", provenance="inferred")
    [page, _] = pages_about(visitor, article)
    assert f"{FIRST_ASKED} nobody certainly charged, where a source names the article." in page.text
    assert "Not counted, and certainly later: 1 person by an inferred charge" in page.text
    assert listed_rows(visitor, page.links["1 person by an inferred charge"]) == 1


def test_groups_are_said_beside_people(visitor, article):
    make.charge(under=article, on="2021", of=make.group(4))
    make.charge(under=article, on=None, of=make.group(None, group_qualifier="not_stated"))
    [page, _] = pages_about(visitor, article)
    assert f"{FIRST_ASKED} 0 people and 4 unnamed charged." in page.text
    groups = visitor.get(article.get_absolute_url()).context["use"].charges_after_first_ask
    assert listed_rows(visitor, groups.unnamed_groups.address) == 1
    assert "Unnamed, charged on an unknown day: 1 unnamed group of unknown size" in page.text


def test_sentence_has_default_scope_and_as_of(visitor, article):
    make.charge(under=article, on="2021", of=make.accused(case=make.case(confirmed_on="2022-03")))
    for page in pages_about(visitor, article):
        assert (
            "As charged, where a source names the article, in cases about expression" in page.text
        )
        assert "as of March 2022." in page.text


def test_each_article_takes_the_same_queries(visitor, article):
    recommendation = Ask.objects.get().recommendation
    address, counts = recommendation.get_absolute_url(), []
    for number in ("10", "11", "12"):
        other = make.provision(number, law=article.law)
        make.charge(under=other, on="2021")
        Ask.objects.create(recommendation=recommendation, action=Action.REPEAL, provision=other)
        counts.append(count_page_queries(visitor, address))
    assert counts[2] - counts[1] == counts[1] - counts[0] == 2
