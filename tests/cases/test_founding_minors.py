"""Minors of the founding data: nothing public leads to the place that names them."""

import pytest

from cases.models import Case, Detention, Sentence
from tests.api import LISTS
from tests.pages import read_page
from tracker.models import Source
from tracker.visibility.public_reader import public_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_data")]

MINORS = ["C-YZKKJJ", "C-PA3HF8"]
# The offence is a fact of the case, and a provision.
OFFENCE = "insulting a public official"


def facts_of(case) -> list:
    parts = case.participations.all()
    charges = [charge for part in parts for charge in part.charges.all()]
    people = [part.person for part in parts if part.person]
    held = Detention.objects.filter(participation__in=parts)
    sentences = Sentence.objects.filter(participation__in=parts)
    return [case, *parts, *case.events.all(), *charges, *people, *held, *sentences]


def locators_of(case) -> set[str]:
    """The locators of the case that are no names or offences, which the page shows as such."""
    citations = [citation for fact in facts_of(case) for citation in fact.citations.all()]
    names = {str(part.person) for part in case.participations.exclude(person=None)}
    return {citation.locator for citation in citations} - names - {OFFENCE}


@pytest.mark.parametrize("code", MINORS)
def test_page_names_the_source_and_not_the_place(code, visitor):
    case = Case.objects.get(code=code)
    page = read_page(visitor, case.get_absolute_url()).text
    sections = {citation.section for fact in facts_of(case) for citation in fact.citations.all()}
    assert len(locators_of(case)) > 3
    assert [text for text in locators_of(case) | sections - {""} if text in page] == []
    assert [one.source.title for one in case.citations.all() if one.source.title not in page] == []


def test_no_list_of_the_api_has_the_place(partner):
    hidden = locators_of(Case.objects.get(code="C-YZKKJJ"))
    assert len(hidden) == 4
    texts = {
        path: partner.get(f"{path}?include=all&page_size=500").content.decode() for path in LISTS
    }
    assert [(path, word) for path, text in texts.items() for word in hidden if word in text] == []


@pytest.mark.parametrize("code", MINORS)
def test_no_other_source_has_the_words_of_the_place(code):
    words = locators_of(Case.objects.get(code=code))
    titles = Source.objects.values_list("title", flat=True)
    assert [title for title in titles if any(each in title for each in words)] == []


def test_place_of_an_adult_is_public(visitor):
    page = read_page(visitor, Case.objects.get(code="C-2JVEZD").get_absolute_url()).text
    assert "arrested on his wedding day" in page


def test_text_about_a_minor_does_not_repeat_words_of_the_passage():
    with public_reader():
        case = Case.objects.get(code="C-YZKKJJ")
        words = f"{case.title} {case.summary} {case.status_note} {case.platform}".lower()
    found = ["telegram", "16", "sixteen", "third time", "vigilante", " son ", "former"]
    assert [word for word in found if word in words] == []
