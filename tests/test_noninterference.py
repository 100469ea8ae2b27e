"""Hidden records change no public response: not a status, not a header, not a byte."""

import base64
from functools import cache
from urllib.parse import quote, unquote_plus

import pytest

from tests import noninterference, urls_under_test

# Needed by pytest-django, which creates no test database unless a test requests one.
pytestmark = pytest.mark.django_db

TOKEN = "secretcanary"
SHY = "Shy Firstborn"


@pytest.fixture(scope="module")
def responses_of(django_db_setup, django_db_blocker):
    """Function that returns all responses of a world; each world is built once."""

    @cache
    def responses(**secrets):
        with django_db_blocker.unblock(), noninterference.temporary_world(**secrets):
            return noninterference.all_responses()

    return responses


@pytest.fixture(scope="module")
def baseline(responses_of):
    """All responses of a world without secrets."""
    return responses_of()


def differing(expected, actual):
    """Addresses whose responses differ."""
    return [address for address in expected if expected[address] != actual[address]]


def test_hidden_records_change_no_response(baseline, responses_of):
    assert differing(baseline, responses_of(token=TOKEN)) == []


def test_hidden_records_older_than_public_ones_change_no_response(baseline, responses_of):
    assert differing(baseline, responses_of(token=f"{TOKEN} older", hidden_first=True)) == []


def test_protected_name_changes_no_response(responses_of):
    first, second = responses_of(protected=SHY), responses_of(protected="Quiet Other-Name")
    assert differing(first, second) == []


def test_hidden_record_responds_like_an_absent_one(baseline):
    hidden = [
        address for address in baseline if urls_under_test.SECRET in address and "?" not in address
    ]
    for address in hidden:
        absent = address.replace(urls_under_test.SECRET, urls_under_test.ABSENT)
        expected = [
            part.replace(b"000002", b"000003") if isinstance(part, bytes) else part
            for part in baseline[address]
        ]
        assert expected == list(baseline[absent])
    assert len(hidden) > 20


@pytest.mark.parametrize("secret", [{"token": TOKEN}, {"protected": SHY}])
def test_no_response_contains_a_secret_in_any_encoding(responses_of, secret):
    [token] = secret.values()
    encodings = {token.encode(), quote(token).encode(), base64.b64encode(token.encode())[:-4]}
    encodings |= {token.replace(" ", "-").encode(), token.encode("unicode_escape")}
    responses = responses_of(**secret)
    # A search page repeats the words of its address.
    checked = [
        a for a in responses if token.lower() not in unquote_plus(a).replace("-", " ").lower()
    ]
    leaks = [a for a in checked for e in encodings if e.lower() in responses[a][2].lower()]
    assert leaks == []


def test_public_records_respond(baseline):
    pages = [a for a in baseline if urls_under_test.PUBLIC in a and "?" not in a]
    assert {baseline[a][0] for a in pages if a.startswith("/akn/")} == {301}
    assert {baseline[a][0] for a in pages if not a.startswith("/akn/")} == {200}
    assert len(pages) > 20


def test_no_public_response_sets_a_cookie_or_fails(baseline):
    assert [a for a, (status, _headers, _body) in baseline.items() if status >= 500] == []
    headers = {name for _status, pairs, _body in baseline.values() for name, _value in pairs}
    assert {"Set-Cookie"} & headers == set()
