"""After a merge no public answer tells a spelling of somebody protected: asked everywhere."""

import pytest

from cases.staff.merging import merge
from tests import factories as make
from tests.api import LISTS
from tests.cases.merging_world import person
from tests.change_feed_fuzz.following import process_dirty_rows
from tests.pages import answer
from tests.urls_under_test import ABSENT, PUBLIC, SECRET, addresses_of, code, routes

# Words of the names of both, in both scripts, and as somebody may misspell them.
CANARIES = ["zorblat", "quux", "zorbladd", "fimble", "wug", "fimbel", "ហ្សរប្លាត", "ហ្វីមបល"]
# Words that stand nowhere, and hidden ones that are to be answered as these are.
HIDDEN_WORDS = {
    "Qwv Wkjqx": ["Zorblat Quux", "Quux Zorblat", "zorbladd", "Fimble Wug", "wug", "Zorblet"],
    "ឆឈញ ឆឈញឆ": ["ហ្សរប្លាត", "ហ្វីមបល"],
}
# Where words are asked for, and as what.
SEARCHED = dict.fromkeys(["/search/", "/search/suggest/", "/cases/", "/api/v1/cases/"], "q")
SEARCHED |= dict.fromkeys(["/people/", "/api/v1/people/"], "name")
OTHER = "000009"


@pytest.fixture(params=["initials", "pseudonym", "withheld"])
def two(request, db):
    """Somebody hidden in one of the three ways and somebody shown, in one case that names them."""
    hidden = person(
        "Zorblat Quux", name_km="ហ្សរប្លាត", policy=request.param, code=code("person", PUBLIC)
    )
    shown = person("Fimble Wug", name_km="ហ្វីមបល", code=code("person", OTHER))
    make.spelling(hidden, "Zorbladd Quux")
    make.spelling(shown, "Fimbel Wug")
    words = "Zorblat Quux, ហ្សរប្លាត, met Fimble Wug, ហ្វីមបល"
    case = make.cited(make.case(code=code("case", PUBLIC), title=words, summary=words))
    law = make.law(slug=f"law-{PUBLIC}", title="Invented Law")
    charged = {PUBLIC: hidden, OTHER: shown}
    for which, who in charged.items():
        one = make.cited(make.accused(case=case, person=who))
        under = make.provision("495" if who is hidden else "2", law=law)
        make.charge(under=under, of=one, code=code("charge", which))
    return hidden, shown


def everywhere() -> list[str]:
    """Every page, list, feed, file and API answer; those of one record, for both of them."""
    named = [address for name, parts in routes() for address in addresses_of(name, parts)]
    named = [address for address in named if SECRET not in address and ABSENT not in address]
    named += [address.replace(PUBLIC, OTHER) for address in named]
    lists = [f"{path}{tail}" for path in LISTS for tail in ("", "?format=csv", "?include=all")]
    return sorted({*named, *lists})


def body(answered) -> str:
    content = b"".join(answered.streaming_content) if answered.streaming else answered.content
    return content.decode(errors="ignore").lower()


@pytest.mark.parametrize("is_kept_hidden", [True, False])
def test_no_answer_tells_a_hidden_spelling_after_a_merge(
    visitor, reviewer_user, two, is_kept_hidden
):
    kept, merged = two if is_kept_hidden else reversed(two)
    merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    process_dirty_rows()
    answers = {where: visitor.get(where) for where in everywhere()}
    told = {
        where: [word for word in CANARIES if word in body(answered)]
        for where, answered in answers.items()
    }
    assert {where: words for where, words in told.items() if words} == {}
    asked = (kept.get_absolute_url(), "/cases/", "/api/v1/changes/", "/api/v1/people/?format=csv")
    assert [answers[where].status_code for where in asked] == [200] * 4


@pytest.mark.parametrize("is_kept_hidden", [True, False])
def test_searching_for_a_hidden_spelling_answers_as_for_a_word_that_stands_nowhere(
    visitor, reviewer_user, two, is_kept_hidden
):
    kept, merged = two if is_kept_hidden else reversed(two)
    merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    process_dirty_rows()
    for place, asked in SEARCHED.items():
        for absent, hidden in HIDDEN_WORDS.items():
            nothing = answer(visitor, place, absent, asked)
            differing = [word for word in hidden if answer(visitor, place, word, asked) != nothing]
            assert (place, differing) == (place, [])
