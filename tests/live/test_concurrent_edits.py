"""Concurrent requests on separate connections: no edit is lost, nothing is created twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from cases.models import Case, Event, Person
from tests import factories
from tests.cases.entry.typing import (
    ENTRY_URL,
    entry_data,
    entry_url,
    listed_problems,
    unchanged_form_data,
)
from tests.staff_client import form_errors, open_form, staff_url
from tracker.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 20


@pytest.fixture
def at_once():
    """Runs functions at the same moment, each in a thread with its own connection."""
    with ThreadPoolExecutor(TIMES) as pool:
        all_threads = Barrier(TIMES)

        def run_concurrently(*functions):
            start = Barrier(len(functions))

            def run(function):
                start.wait()
                return function()

            futures = [pool.submit(run, function) for function in functions]
            return [future.result() for future in futures]

        yield run_concurrently
        list(pool.map(lambda _n: (all_threads.wait(), connections.close_all()), range(TIMES)))


@pytest.fixture
def editors(transactional_db) -> list[Client]:
    return [
        factories.signed_in_client(factories.staff_user(f"editor{number}")) for number in range(2)
    ]


def race(at_once, editors, path, forms) -> list:
    """The responses of two editors who submit their forms at the same moment."""
    pairs = zip(editors, forms, strict=True)
    return at_once(*(lambda c=c, f=f: c.post(path, f) for c, f in pairs))


def outcome(responses, texts: list[str], saved: str, errors_in) -> str:
    """ "nothing lost" if one edit was saved and the other form shows both values.

    `errors_in` returns the errors of the field in a response.
    """
    codes = [response.status_code for response in responses]
    if sorted(codes) != [200, 302]:
        return f"answered {codes}"
    winner, loser = codes.index(302), codes.index(200)
    expected_errors = [f"Saved meanwhile: “{texts[winner]}”. You have: “{texts[loser]}”."]
    is_kept = (saved, errors_in(responses[loser])) == (texts[winner], expected_errors)
    return "nothing lost" if is_kept else f"lost: {saved}"


def test_concurrent_edits_in_the_admin_are_not_lost(editors, at_once):
    organisation = factories.organisation(state="draft", published_at=None)
    path = staff_url(organisation)
    data = open_form(editors[0], path)

    def pair(number: int) -> str:
        data["opened_version"] = str(Organisation.objects.get().lock)
        texts = [f"value {number} of {n}" for n in (0, 1)]
        responses = race(at_once, editors, path, [data | {"description": t} for t in texts])
        saved = Organisation.objects.get().description
        return outcome(responses, texts, saved, lambda page: form_errors(page)["description"])

    assert Counter(map(pair, range(70))) == {"nothing lost": 70}


def test_concurrent_edits_on_the_entry_page_are_not_lost(editors, at_once):
    case = factories.case(title="Invented case")
    path = entry_url(case)
    data = unchanged_form_data(editors[0], path)

    def errors_in(page) -> list[str]:
        return [line.split("”: ", 1)[1] for line in listed_problems(page) if "Status note" in line]

    def pair(number: int) -> str:
        data["opened_version"] = str(Case.objects.get().lock)
        texts = [f"value {number} of {n}" for n in (0, 1)]
        forms = [data | {"status_note": t, "token": entry_data()["token"]} for t in texts]
        responses = race(at_once, editors, path, forms)
        return outcome(responses, texts, Case.objects.get().status_note, errors_in)

    assert Counter(map(pair, range(30))) == {"nothing lost": 30}


def test_equal_concurrent_submissions_are_saved_once(editors, at_once):
    data = entry_data(people=[{"who": "Zed Example"}], events=[{"kind": "arrest"}])
    responses = at_once(*[lambda: editors[0].post(ENTRY_URL, data)] * TIMES)
    assert {response.url for response in responses} == {staff_url(Case.objects.get())}
    assert (Person.objects.count(), Event.objects.count()) == (1, 1)

    path = staff_url(Organisation, "add")
    data = open_form(editors[0], path) | {"name": "Invented body", "kind": "court"}
    data |= {"token": editors[0].get(path).context["token"]}
    responses = at_once(*[lambda: editors[0].post(path, data)] * TIMES)
    assert {response.status_code for response in responses} == {302}
    assert Organisation.objects.get().name == "Invented body"


def test_equal_concurrent_popup_submissions_are_saved_once(editors, at_once):
    path = staff_url(Organisation, "add")
    data = open_form(editors[0], path) | {"name": "Invented body", "kind": "court", "_popup": "1"}
    data |= {"token": editors[0].get(path, {"_popup": "1"}).context["token"]}
    responses = at_once(*[lambda: editors[0].post(path, data)] * TIMES)
    results = {response.context_data["popup_response_data"] for response in responses}
    assert results == {f'{{"value": "{Organisation.objects.get().pk}", "obj": "Invented body"}}'}
