"""After a merge no public response contains a protected spelling: tested at all public URLs."""

import pytest

from cases.staff.merging.actions import merge
from tests import factories as make
from tests.api import LISTS
from tests.cases.merging_world import person
from tests.change_feed_fuzz.following import process_dirty_rows
from tests.pages import search_response
from tests.urls_under_test import ABSENT, PUBLIC, SECRET, addresses_of, public_code, public_routes

# Words of both names, in both scripts, and of their other spellings; lower case.
CANARIES = ["zorblat", "quux", "zorbladd", "fimble", "wug", "fimbel", "ហ្សរប្លាត", "ហ្វីមបល"]
# A word that occurs nowhere, and the hidden words that must give the same search results as it.
HIDDEN_WORDS = {
    "Qwv Wkjqx": ["Zorblat Quux", "Quux Zorblat", "zorbladd", "Fimble Wug", "wug", "Zorblet"],
    "ឆឈញ ឆឈញឆ": ["ហ្សរប្លាត", "ហ្វីមបល"],
}
# Query parameter of each search.
SEARCH_PARAMETERS = dict.fromkeys(
    ["/search/", "/search/suggest/", "/cases/", "/api/v1/cases/"], "q"
)
SEARCH_PARAMETERS |= dict.fromkeys(["/people/", "/api/v1/people/"], "name")
OTHER = "000009"


@pytest.fixture(params=["initials", "pseudonym", "withheld"])
def hidden_and_shown(request, db):
    """A hidden person, by one of three policies, and a shown one, in a case that names both."""
    hidden = person(
        "Zorblat Quux", name_km="ហ្សរប្លាត", policy=request.param, code=public_code("person", PUBLIC)
    )
    shown = person("Fimble Wug", name_km="ហ្វីមបល", code=public_code("person", OTHER))
    make.spelling(hidden, "Zorbladd Quux")
    make.spelling(shown, "Fimbel Wug")
    words = "Zorblat Quux, ហ្សរប្លាត, met Fimble Wug, ហ្វីមបល"
    case = make.add_citation(
        make.case(code=public_code("case", PUBLIC), title=words, summary=words)
    )
    law = make.law(slug=f"law-{PUBLIC}", title="Invented Law")
    for suffix, charged in {PUBLIC: hidden, OTHER: shown}.items():
        part = make.add_citation(make.accused(case=case, person=charged))
        provision = make.provision("495" if charged is hidden else "2", law=law)
        make.charge(under=provision, of=part, code=public_code("charge", suffix))
    return hidden, shown


def public_urls() -> list[str]:
    """All public pages, lists, feeds, files and API resources; detail URLs of both people."""
    urls = [url for name, parts in public_routes() for url in addresses_of(name, parts)]
    urls = [url for url in urls if SECRET not in url and ABSENT not in url]
    urls += [url.replace(PUBLIC, OTHER) for url in urls]
    lists = [f"{path}{query}" for path in LISTS for query in ("", "?format=csv", "?include=all")]
    return sorted({*urls, *lists})


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="ignore").lower()


@pytest.mark.parametrize("is_kept_hidden", [True, False])
def test_hidden_spelling_is_nowhere_public_after_merge(
    visitor, reviewer_user, hidden_and_shown, is_kept_hidden
):
    kept, merged = hidden_and_shown if is_kept_hidden else reversed(hidden_and_shown)
    merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    process_dirty_rows()
    responses = {url: visitor.get(url) for url in public_urls()}
    leaks = {
        url: [word for word in CANARIES if word in body(response)]
        for url, response in responses.items()
    }
    assert {url: words for url, words in leaks.items() if words} == {}
    working = (kept.get_absolute_url(), "/cases/", "/api/v1/changes/", "/api/v1/people/?format=csv")
    assert [responses[url].status_code for url in working] == [200] * 4


@pytest.mark.parametrize("is_kept_hidden", [True, False])
def test_search_for_hidden_spelling_equals_search_for_absent_word(
    visitor, reviewer_user, hidden_and_shown, is_kept_hidden
):
    kept, merged = hidden_and_shown if is_kept_hidden else reversed(hidden_and_shown)
    merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    process_dirty_rows()
    for url, parameter in SEARCH_PARAMETERS.items():
        for absent, hidden in HIDDEN_WORDS.items():
            empty = search_response(visitor, url, absent, parameter)
            leaks = [
                word for word in hidden if search_response(visitor, url, word, parameter) != empty
            ]
            assert (url, leaks) == (url, [])
