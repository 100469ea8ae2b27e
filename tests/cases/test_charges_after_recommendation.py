"""Charges after a recommendation: the counts hold for every possible date in the ranges."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from cases.models import Charge, Participation
from cases.statistics.charges_after_recommendation import ChargesAfterRecommendation
from laws.enums import Action
from laws.models import Ask, Recommendation
from tests import factories as make
from tests.pages import listed_rows, read_page
from tracker.partial_dates import PartialDate

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 20).map(lambda days: FIRST + timedelta(days))
DATE_RANGES = st.tuples(DAYS, DAYS).map(lambda days: PartialDate(min(days), max(days)))
PERSON_IDS = st.sampled_from([1, 2, 3, None])  # None: an unnamed group


@st.composite
def charges(draw):
    charge = Charge(pk=draw(st.integers(1, 10**6)))
    person = draw(PERSON_IDS)
    group = {"group_label": "invented"} if person is None else {}
    charge.participation = Participation(pk=charge.pk, person_id=person, group_size=2, **group)
    charge.dated_on, charge.tried_on = draw(st.none() | DATE_RANGES), draw(st.none() | DATE_RANGES)
    charge.acted_on = None if charge.tried_on else draw(st.none() | DATE_RANGES)
    return charge


def charges_after(issued_on, counted, others=()):
    ask = Ask(recommendation=Recommendation(issued_on=issued_on))
    return ChargesAfterRecommendation(ask, None, counted, others, lambda *_page, **_more: "")


def person_ids(charges, condition) -> set:
    return {c.participation.person_id for c in charges if condition(c)} - {None}


@settings(max_examples=300, deadline=None)
@given(issued_on=DATE_RANGES, counted=st.lists(charges(), max_size=6, unique_by=lambda c: c.pk))
def test_counts_hold_for_every_possible_date(issued_on, counted):
    result = charges_after(issued_on, counted)
    dated = [c for c in counted if c.dated_on]
    undated = [c for c in counted if not c.dated_on]
    later = person_ids(dated, lambda c: c.dated_on.latest > issued_on.earliest)
    surely = person_ids(dated, lambda c: c.dated_on.earliest > issued_on.latest)
    acted = person_ids(undated, lambda c: c.acted_on and c.acted_on.earliest > issued_on.latest)
    open_ = person_ids(
        undated, lambda c: not (c.tried_on and c.tried_on.latest < issued_on.earliest)
    )
    assert (result.people, result.uncertain_people) == (len(later), len(later - surely))
    everyone = person_ids(undated, lambda c: True)
    assert (result.undated_people, result.people_acted_after) == (len(everyone), len(acted))
    assert result.people_tried_before == len(everyone - open_)
    assert result.people_acted_after + result.people_tried_before <= result.undated_people


@settings(max_examples=200, deadline=None)
@given(issued_on=DATE_RANGES, counted=st.lists(charges(), max_size=6, unique_by=lambda c: c.pk))
def test_is_more_only_if_no_person_was_charged_before(issued_on, counted):
    result = charges_after(issued_on, counted)
    later = person_ids(counted, lambda c: c.dated_on and c.dated_on.latest > issued_on.earliest)
    before = person_ids(counted, lambda c: c.dated_on and c.dated_on.latest <= issued_on.earliest)
    if result.has_only_new_people and before:
        assert before & later == set()
    if before and not before & later and not any(c.tried_on for c in counted):
        assert result.has_only_new_people is True


@settings(max_examples=200, deadline=None)
@given(issued_on=DATE_RANGES, others=st.lists(charges(), max_size=6, unique_by=lambda c: c.pk))
def test_uncounted_charge_is_left_out_only_if_surely_before(issued_on, others):
    left_out = len(others) - charges_after(issued_on, [], others).uncounted_after
    dated = [c for c in others if c.dated_on and c.dated_on.latest <= issued_on.earliest]
    undated = [c for c in others if not c.dated_on and c.tried_on]
    assert left_out == len(dated) + sum(c.tried_on.latest < issued_on.earliest for c in undated)


@pytest.fixture
def article(db):
    """A provision whose repeal was recommended in May 2020."""
    provision = make.provision("9")
    recommendation = make.recommendation(issued_on="2020-05")
    Ask.objects.create(recommendation=recommendation, action=Action.REPEAL, provision=provision)
    return provision


def test_undated_charges_are_reported_separately(visitor, article):
    make.charge(under=article, on=None, conduct_on="2022")
    tried = make.charge(under=article, on=None)
    make.add_charge_event(tried, "convicted", on="2019")
    make.charge(under=article, on="2018/2019")
    page = read_page(visitor, article.get_absolute_url())
    assert listed_rows(visitor, page.links["2 people without a known day of charge"]) == 2
    assert "No individual person charged on a known day is recorded since" in page.text
    assert "1 of them is charged with something done after it was asked for" in page.text
    assert "1 of them was tried before it was asked for." in page.text


def test_uncounted_charges_and_groups_are_shown_separately(visitor, article):
    make.charge(under=article, on="2021", provenance="inferred")
    make.charge(under=article, on="2019", provenance="inferred")
    make.charge(under=article, on="2021", of=make.group(4))
    make.charge(under=article, on=None, of=make.group(None, group_qualifier="not_stated"))
    result = visitor.get(article.get_absolute_url()).context["use"].charges_after_first_ask
    assert (result.people, result.undated_people, result.uncounted_after) == (0, 0, 1)
    assert (result.unnamed_groups.people, listed_rows(visitor, result.unnamed_groups.address)) == (
        4,
        1,
    )
    page = read_page(visitor, article.get_absolute_url())
    assert "Besides, this is or may be later: 1 charge known in another way" in page.text
    assert listed_rows(visitor, page.links["1 group of which no source states the number"]) == 1


def test_page_says_more_only_if_others_were_charged_before(visitor, article):
    make.charge(under=article, on="2021")
    words = "Charges against 1 individual person"
    page = read_page(visitor, article.get_absolute_url())
    assert listed_rows(visitor, page.links[words]) == 1
    make.charge(under=article, on="2019")
    page = read_page(visitor, article.get_absolute_url())
    assert listed_rows(visitor, page.links["1 more individual person charged"]) == 1
