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
from tests.desk import address, errors, open_form
from tracker.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 50  # of each kind of page
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
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(factories.staff(f"editor{number}"))
    return clients


def outcome(responses, saved: str, said: list[str]) -> str:
    """Of two edits: whose was saved, and whether the other saw both values."""
    codes = [response.status_code for response in responses]
    if codes.count(302) != 1:
        return f"saved {codes.count(302)} times"
    mine = f"value {codes.index(302)}"
    other = f"value {1 - codes.index(302)}"
    both = [f"Saved meanwhile: “{mine}”. You have: “{other}”."]
    return "nothing lost" if (saved, said) == (mine, both) else f"lost: {saved}, {said}"


def test_of_concurrent_edits_in_the_admin_none_is_lost(editors, at_once):
    body = factories.organisation(name="Invented body")
    where, data = address(body), open_form(editors[0], address(body))

    def pair() -> str:
        version = {"opened_version": str(Organisation.objects.get().lock)}
        texts = [data | version | {"description": f"value {n}"} for n in (0, 1)]
        Organisation.objects.filter(pk=body.pk).update(description="before")
        responses = at_once(
            *(lambda c=c, t=t: c.post(where, t) for c, t in zip(editors, texts, strict=True))
        )
        loser = next((r for r in responses if r.status_code == 200), None)
        said = errors(loser).get("description", []) if loser else []
        return outcome(responses, Organisation.objects.get().description, said)

    assert Counter(pair() for _ in range(PAIRS)) == {"nothing lost": PAIRS}


def test_of_concurrent_edits_on_the_entry_page_none_is_lost(editors, at_once):
    case = factories.case(title="Invented case")
    where, data = address_of_entry(case), opened(editors[0], address_of_entry(case))

    def pair() -> str:
        version = {"opened_version": str(Case.objects.get().lock)}
        texts = [data | version | {"status_note": f"value {n}"} for n in (0, 1)]
        for text in texts:
            text |= {"token": typed()["token"]}
        responses = at_once(
            *(lambda c=c, t=t: c.post(where, t) for c, t in zip(editors, texts, strict=True))
        )
        loser = next((r for r in responses if r.status_code == 200), None)
        said = (
            [line.split("”: ", 1)[1] for line in problems(loser) if "Status note" in line]
            if loser
            else []
        )
        return outcome(responses, Case.objects.get().status_note, said)

    assert Counter(pair() for _ in range(PAIRS)) == {"nothing lost": PAIRS}


def test_of_twenty_equal_submissions_one_is_saved(editors, at_once):
    rows = {"people": [{"who": "Zed Example"}], "events": [{"kind": "arrest"}]}
    data = typed(**rows)
    responses = at_once(*[lambda: editors[0].post(ENTRY, data)] * TIMES)
    assert {response.url for response in responses} == {address(Case.objects.get())}
    assert (Person.objects.count(), Event.objects.count()) == (1, 1)


def test_of_twenty_equal_additions_in_the_admin_one_is_saved(editors, at_once):
    where = address(Organisation, "add")
    data = open_form(editors[0], where) | {"name": "Invented body", "kind": "court"}
    data |= {"token": editors[0].get(where).context["token"]}
    responses = at_once(*[lambda: editors[0].post(where, data)] * TIMES)
    assert {response.status_code for response in responses} == {302}
    assert Organisation.objects.get().name == "Invented body"
