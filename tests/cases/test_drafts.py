"""Nobody can be charged under a draft bill: what pages and API answer to questions about one."""

import pytest

from tests import factories as make
from tests.api import get_json
from tests.pages import read_page

pytestmark = pytest.mark.django_db
ANSWER = "A draft when the latest source on it was written: nobody can be charged under a draft."
LISTS = ["/usage/", "/cases/", "/people/", "/prosecutions/", "/charges/"]
DRAFT, PART = "law=draft-song-law", "provision=draft-song-law/45"
REPEALED = "law=old-song-law"


@pytest.fixture
def draft():
    """A draft with an article, and a law without charges that was repealed."""
    law = make.law(slug="draft-song-law", title="Song Bill (draft)", kind="draft_law", year=None)
    make.version(provision=make.provision("45", law=law), stage="draft", label="leaked")
    old = make.law(slug="old-song-law", title="Old Song Law")
    make.make_stage(old, kind="repealed", happened_on="2010")
    make.provision("1", law=old)
    return law


def answers(visitor, address: str) -> bool:
    return ANSWER in read_page(visitor, address).text


@pytest.mark.parametrize("address", LISTS)
def test_question_about_drafts_only_gets_the_answer(visitor, draft, address):
    assert answers(visitor, f"{address}?{DRAFT}")
    assert answers(visitor, f"{address}?{PART}")
    assert answers(visitor, f"{address}?{PART}&{REPEALED}")


@pytest.mark.parametrize("address", LISTS)
def test_question_about_other_laws_does_not(visitor, draft, address):
    assert not answers(visitor, address)
    assert not answers(visitor, f"{address}?{REPEALED}")
    assert not answers(visitor, f"{address}?{DRAFT}&{REPEALED}")


def test_lists_without_charges_have_no_such_answer(visitor, draft):
    assert not answers(visitor, f"/measures/?{DRAFT}")
    assert not answers(visitor, f"/recommendations/?{DRAFT}")


def test_pages_of_a_draft_and_its_article_say_so(visitor, draft):
    assert answers(visitor, "/laws/draft-song-law/")
    assert answers(visitor, "/laws/draft-song-law/45/")
    assert not answers(visitor, "/laws/old-song-law/")
    assert not answers(visitor, "/laws/old-song-law/1/")


@pytest.mark.parametrize(
    "words",
    [
        *("song bill", "song bill (draft)", "art. 45 song bill", "bill"),
        "who was charged under the draft song bill?",
    ],
)
def test_search_for_a_draft_says_so_once(visitor, draft, words):
    assert read_page(visitor, f"/search/?q={words}").text.count(ANSWER) == 1


@pytest.mark.parametrize("words", ["old song law", "charged under the old song law", "charged"])
def test_search_for_another_law_does_not(visitor, draft, words):
    assert not answers(visitor, f"/search/?q={words}")


def test_search_for_a_law_named_like_a_draft_is_not_about_the_draft(visitor, draft):
    make.law(title="Song Bill")
    assert not answers(visitor, "/search/?q=charged under the song bill")
    assert answers(visitor, "/search/?q=charged under the draft song bill")


def test_usage_names_the_drafts_in_the_question(partner, draft):
    named = {
        query: get_json(partner, f"/api/v1/usage/?{query}")["draft_laws"]
        for query in (DRAFT, PART, f"{DRAFT}&{REPEALED}", REPEALED, "")
    }
    assert named == {
        DRAFT: ["draft-song-law"],
        PART: ["draft-song-law"],
        f"{DRAFT}&{REPEALED}": ["draft-song-law"],
        REPEALED: [],
        "": [],
    }
