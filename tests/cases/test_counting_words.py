"""The rule of counting: told once, on every surface, and no more than the code does."""

import re

import pytest
from django.utils import translation

from cases.enums import EVENTS_BEFORE_CHARGE, Basis, CaseScope, Provenance, Unit
from cases.filters import ProsecutionFilter
from cases.releases.codebook_text import render_codebook
from cases.statistics.coverage import FEW
from cases.tables.counting_rule import counting_rule
from tests.pages import read_page

pytestmark = pytest.mark.django_db
IDS = [
    *("charge", "known", "scope", "units", "bases", "unnamed"),
    *("dates", "as-of", "defaults", "zero", "since"),
]


@pytest.mark.parametrize("page", ["/method/", "/codebook/"])
def test_pages_tell_every_paragraph(visitor, page):
    read = read_page(visitor, page)
    rules = counting_rule()
    assert [rule.id for rule in rules] == IDS
    assert set(IDS) - read.anchors == set()
    assert [rule.id for rule in rules if rule.lead not in read.text] == []


def test_api_tells_every_paragraph(visitor):
    told = visitor.get("/api/v1/codebook/").json()["counting"]
    assert told == [{"id": r.id, "title": r.title, "text": r.text} for r in counting_rule()]


def test_codebook_of_a_release_tells_every_paragraph():
    text = render_codebook("en")
    assert [rule.id for rule in counting_rule() if rule.lead not in text] == []


def test_anchors_are_used_once(visitor):
    for page in ("/method/", "/codebook/"):
        ids = re.findall(r' id="([^"]*)"', visitor.get(page).content.decode())
        assert (page, len(ids)) == (page, len(set(ids)))


def test_terms_are_those_of_the_code():
    terms = {rule.id: [term.value for term in rule.terms] for rule in counting_rule()}
    assert terms["known"] == Provenance.values
    assert terms["scope"] == CaseScope.values
    assert terms["units"] == Unit.values
    assert terms["bases"] == Basis.values


def test_rule_says_what_is_no_charge_and_what_few_means():
    texts = {rule.id: rule.text for rule in counting_rule()}
    words = ("complaint", "arrest warrant", "summons", "questioning", "an arrest", "detention")
    assert len(words) == len(EVENTS_BEFORE_CHARGE)
    assert [word for word in words if word not in texts["charge"]] == []
    assert (FEW, "fewer than one in ten dated sources" in texts["as-of"]) == (10, True)


def test_rule_says_the_defaults_of_the_code():
    assert dict(ProsecutionFilter.DEFAULTS) == {
        "basis": "charged",
        "provenance": ["stated"],
        "scope": ["expression"],
    }
    text = next(rule.text for rule in counting_rule() if rule.id == "defaults")
    assert "as charged, stated in a source, in cases about expression, assembly" in text


def test_rule_is_translated():
    with translation.override("km"):
        assert [rule.id for rule in counting_rule()] == IDS
