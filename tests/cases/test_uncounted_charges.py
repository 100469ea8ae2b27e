"""Charges that an article page lists and does not count: split by why."""

import pytest

from tests import factories as make
from tests.pages import count_page_queries, read_page

pytestmark = pytest.mark.django_db

CONTEXT = "in a context case"
INFERRED = "inferred: we worked out the article"
TITLE_ONLY = "title only: from the title of a work not read"
RECLASSIFIED = "reclassified to this article"
NOT_CHARGED = "not charged as far as recorded, such as a complaint only"


@pytest.fixture
def article(db):
    return make.provision("495")


def use_of(visitor, article):
    return visitor.get(article.get_absolute_url()).context["use"]


def charge_in_context(article, **fields):
    return make.charge(
        under=article, of=make.accused(case=make.case(scope="context")), on="2021", **fields
    )


def complain(article, **fields):
    charge = make.charge(under=article, **fields)
    charge.changes.update(status="complained")
    return charge


def test_each_reason_has_its_number(visitor, article):
    counted = make.charge(under=make.provision("494"))
    make.charge(under=article)
    charge_in_context(article)
    make.charge(under=article, provenance="inferred")
    make.charge(under=article, provenance="inferred", of=make.group(3))
    make.charge(under=article, provenance="title_only")
    make.charge(under=article, of=counted.participation, requalified_from=counted)
    complain(article)
    use = use_of(visitor, article)
    assert use.uncounted_by_reason == [
        *((CONTEXT, 1), (INFERRED, 2), (TITLE_ONLY, 1), (RECLASSIFIED, 1), (NOT_CHARGED, 1))
    ]
    assert (use.uncounted, len(use.uncounted_charges), use.people) == (6, 6, 1)
    text = read_page(visitor, article.get_absolute_url()).text
    assert f"6 other charges not counted : 1 {CONTEXT}; 2 {INFERRED}; 1 {TITLE_ONLY}" in text


def test_charge_with_two_reasons_is_under_the_first(visitor, article):
    charge_in_context(article, provenance="inferred")
    complain(article, provenance="title_only")
    assert use_of(visitor, article).uncounted_by_reason == [(CONTEXT, 1), (TITLE_ONLY, 1)]


def test_rejected_and_hidden_charges_are_in_no_number(visitor, article):
    make.charge(under=article, standing="rejected", standing_reason="invented")
    make.charge(
        under=article, provenance="inferred", of=make.accused(case=make.case(state="draft"))
    )
    use = use_of(visitor, article)
    assert (use.uncounted, use.uncounted_by_reason, use.uncounted_charges) == (0, [], [])


def test_page_without_other_charges_says_nothing_of_them(visitor, article):
    make.charge(under=article)
    assert ("other charge" in read_page(visitor, article.get_absolute_url()).text) is False


def test_reasons_take_the_same_queries_for_any_number_of_charges(visitor, article):
    make.charge(under=article, provenance="inferred")
    complain(article)
    few = count_page_queries(visitor, article.get_absolute_url())
    for _ in range(4):
        make.charge(under=article, provenance="inferred")
        complain(article)
    assert count_page_queries(visitor, article.get_absolute_url()) == few


def test_organisations_are_listed_apart_from_groups(visitor, article):
    make.charge(under=article, of=make.accused(organisation=make.organisation()))
    make.charge(under=article, of=make.group(3))
    use = use_of(visitor, article)
    listed = (len(use.person_charges), len(use.group_charges), len(use.organisation_charges))
    assert (use.people, listed) == (0, (0, 1, 1))
