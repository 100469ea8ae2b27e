"""Who was charged since a change was asked for: what is said holds, whatever the days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from cases.models import Charge, Participation
from cases.statistics.charges_after_recommendation import ChargesAfterRecommendation
from laws.enums import Action
from laws.models import Ask, Recommendation
from tests import factories as make
from tests.pages import read, rows
from tracker.partial_dates import PartialDate

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 20).map(lambda days: FIRST + timedelta(days))
VAGUE = st.tuples(DAYS, DAYS).map(lambda two: PartialDate(min(two), max(two)))
PEOPLE = st.sampled_from([1, 2, 3, None])  # None: an unnamed group


@st.composite
def charges(draw):
    charge = Charge(pk=draw(st.integers(1, 10**6)))
    person = draw(PEOPLE)
    group = {"group_label": "invented"} if person is None else {}
    charge.participation = Participation(pk=charge.pk, person_id=person, group_size=2, **group)
    charge.dated_on, charge.tried_on = draw(st.none() | VAGUE), draw(st.none() | VAGUE)
    charge.acted_on = None if charge.tried_on else draw(st.none() | VAGUE)
    return charge


def since(asked_on, counted, others=()):
    ask = Ask(recommendation=Recommendation(issued_on=asked_on))
    return ChargesAfterRecommendation(ask, None, counted, others, lambda *_page, **_more: "")


def those(charges, wanted) -> set:
    return {c.participation.person_id for c in charges if wanted(c)} - {None}


@settings(max_examples=300, deadline=None)
@given(asked=VAGUE, counted=st.lists(charges(), max_size=6, unique_by=lambda c: c.pk))
def test_the_numbers_are_what_their_words_say(asked, counted):
    found = since(asked, counted)
    dated = [c for c in counted if c.dated_on]
    undated = [c for c in counted if not c.dated_on]
    later = those(dated, lambda c: c.dated_on.latest > asked.earliest)
    surely = those(dated, lambda c: c.dated_on.earliest > asked.latest)
    acted = those(undated, lambda c: c.acted_on and c.acted_on.earliest > asked.latest)
    open_ = those(undated, lambda c: not (c.tried_on and c.tried_on.latest < asked.earliest))
    assert (found.people, found.uncertain) == (len(later), len(later - surely))
    everyone = those(undated, lambda c: True)
    assert (found.undated, found.acted_after) == (len(everyone), len(acted))
    assert found.tried_before == len(everyone - open_)
    assert found.acted_after + found.tried_before <= found.undated


@settings(max_examples=200, deadline=None)
@given(asked=VAGUE, counted=st.lists(charges(), max_size=6, unique_by=lambda c: c.pk))
def test_they_are_more_only_where_all_of_them_are_others_than_those_before(asked, counted):
    found = since(asked, counted)
    later = those(counted, lambda c: c.dated_on and c.dated_on.latest > asked.earliest)
    before = those(counted, lambda c: c.dated_on and c.dated_on.latest <= asked.earliest)
    if found.is_more and before:
        assert before & later == set()
    if before and not before & later and not any(c.tried_on for c in counted):
        assert found.is_more is True


@settings(max_examples=200, deadline=None)
@given(asked=VAGUE, others=st.lists(charges(), max_size=6, unique_by=lambda c: c.pk))
def test_a_charge_known_otherwise_is_left_out_only_where_it_surely_came_before(asked, others):
    left_out = len(others) - since(asked, [], others).others_after
    dated = [c for c in others if c.dated_on and c.dated_on.latest <= asked.earliest]
    undated = [c for c in others if not c.dated_on and c.tried_on]
    assert left_out == len(dated) + sum(c.tried_on.latest < asked.earliest for c in undated)


@pytest.fixture
def article(db):
    """An article whose repeal was asked for in May 2020."""
    provision = make.provision("9")
    recommendation = make.recommendation(issued_on="2020-05")
    Ask.objects.create(recommendation=recommendation, action=Action.REPEAL, provision=provision)
    return provision


def test_nobody_is_called_uncharged_while_a_day_is_unknown(visitor, article):
    make.charge(under=article, on=None, conduct_on="2022")
    tried = make.charge(under=article, on=None)
    make.happened(tried, "convicted", on="2019")
    make.charge(under=article, on="2018/2019")
    page = read(visitor, article.get_absolute_url())
    assert rows(visitor, page.links["2 people without a known day of charge"]) == 2
    assert "No individual person charged on a known day is recorded since" in page.text
    assert "1 of them is charged with something done after it was asked for" in page.text
    assert "1 of them was tried before it was asked for." in page.text


def test_charges_known_in_another_way_and_groups_are_told_beside(visitor, article):
    make.charge(under=article, on="2021", provenance="inferred")
    make.charge(under=article, on="2019", provenance="inferred")
    make.charge(under=article, on="2021", of=make.group(4))
    make.charge(under=article, on=None, of=make.group(None, group_qualifier="not_stated"))
    found = visitor.get(article.get_absolute_url()).context["use"].since
    assert (found.people, found.undated, found.others_after) == (0, 0, 1)
    assert (found.unnamed.people, rows(visitor, found.unnamed.address)) == (4, 1)
    page = read(visitor, article.get_absolute_url())
    assert "Besides, this is or may be later: 1 charge known in another way" in page.text
    assert rows(visitor, page.links["1 group of which no source states the number"]) == 1


def test_more_are_charged_only_where_some_were_before(visitor, article):
    make.charge(under=article, on="2021")
    words = "Charges against 1 individual person"
    page = read(visitor, article.get_absolute_url())
    assert rows(visitor, page.links[words]) == 1
    make.charge(under=article, on="2019")
    page = read(visitor, article.get_absolute_url())
    assert rows(visitor, page.links["1 more individual person charged"]) == 1
