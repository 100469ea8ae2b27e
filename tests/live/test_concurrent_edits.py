"""Two people at once, on connections of their own: nothing is lost silently, nothing made twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from cases.models import Case, Event, Person
from tests import factories
from tests.cases.entry.typing import ENTRY, address_of_entry, opened, problems, typed
from tests.staff_client import address, errors, open_form
from tracker.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 20


@pytest.fixture
def at_once():
    """Does several things at the same moment, each in a thread with its own connection."""
    with ThreadPoolExecutor(TIMES) as pool:
        start = Barrier(TIMES)

        def together(*deeds):
            gate = Barrier(len(deeds))

            def one(deed):
                gate.wait()
                return deed()

            return [done.result() for done in [pool.submit(one, deed) for deed in deeds]]

        yield together
        list(pool.map(lambda _n: (start.wait(), connections.close_all()), range(TIMES)))


@pytest.fixture
def editors(transactional_db) -> list[Client]:
    return [factories.at_desk(factories.staff(f"editor{number}")) for number in range(2)]


def race(at_once, editors, where, texts) -> list:
    """Two editors save at the same moment; the answers."""
    pairs = zip(editors, texts, strict=True)
    return at_once(*(lambda c=c, t=t: c.post(where, t) for c, t in pairs))


def outcome(responses, texts: list[str], saved: str, said) -> str:
    """Of two edits: whether one was saved, and the other told both values."""
    codes = [response.status_code for response in responses]
    if sorted(codes) != [200, 302]:
        return f"answered {codes}"
    winner, loser = codes.index(302), codes.index(200)
    both = [f"Saved meanwhile: “{texts[winner]}”. You have: “{texts[loser]}”."]
    is_right = (saved, said(responses[loser])) == (texts[winner], both)
    return "nothing lost" if is_right else f"lost: {saved}"


def test_of_concurrent_edits_in_the_admin_none_is_lost(editors, at_once):
    body = factories.organisation(state="draft", published_at=None)
    where, data = address(body), open_form(editors[0], address(body))

    def pair(number: int) -> str:
        data["opened_version"] = str(Organisation.objects.get().lock)
        texts = [f"value {number} of {n}" for n in (0, 1)]
        responses = race(at_once, editors, where, [data | {"description": t} for t in texts])
        saved = Organisation.objects.get().description
        return outcome(responses, texts, saved, lambda page: errors(page)["description"])

    assert Counter(map(pair, range(70))) == {"nothing lost": 70}


def test_of_concurrent_edits_on_the_entry_page_none_is_lost(editors, at_once):
    case = factories.case(title="Invented case")
    where, data = address_of_entry(case), opened(editors[0], address_of_entry(case))

    def said(page) -> list[str]:
        return [line.split("”: ", 1)[1] for line in problems(page) if "Status note" in line]

    def pair(number: int) -> str:
        data["opened_version"] = str(Case.objects.get().lock)
        texts = [f"value {number} of {n}" for n in (0, 1)]
        forms = [data | {"status_note": t, "token": typed()["token"]} for t in texts]
        responses = race(at_once, editors, where, forms)
        return outcome(responses, texts, Case.objects.get().status_note, said)

    assert Counter(map(pair, range(30))) == {"nothing lost": 30}


def test_of_twenty_equal_submissions_one_is_saved(editors, at_once):
    data = typed(people=[{"who": "Zed Example"}], events=[{"kind": "arrest"}])
    responses = at_once(*[lambda: editors[0].post(ENTRY, data)] * TIMES)
    assert {response.url for response in responses} == {address(Case.objects.get())}
    assert (Person.objects.count(), Event.objects.count()) == (1, 1)

    where = address(Organisation, "add")
    data = open_form(editors[0], where) | {"name": "Invented body", "kind": "court"}
    data |= {"token": editors[0].get(where).context["token"]}
    responses = at_once(*[lambda: editors[0].post(where, data)] * TIMES)
    assert {response.status_code for response in responses} == {302}
    assert Organisation.objects.get().name == "Invented body"


def test_of_twenty_equal_popups_one_is_saved(editors, at_once):
    where = address(Organisation, "add")
    data = open_form(editors[0], where) | {"name": "Invented body", "kind": "court", "_popup": "1"}
    data |= {"token": editors[0].get(where, {"_popup": "1"}).context["token"]}
    responses = at_once(*[lambda: editors[0].post(where, data)] * TIMES)
    told = {response.context_data["popup_response_data"] for response in responses}
    assert told == {f'{{"value": "{Organisation.objects.get().pk}", "obj": "Invented body"}}'}
