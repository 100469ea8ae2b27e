"""Hidden records change no public response: not a status, not a header, not a byte."""

import base64
from functools import cache
from urllib.parse import quote, unquote_plus

import pytest

from tests import noninterference, urls_under_test

# Needed by pytest-django, which creates no test database unless a test requests one.
pytestmark = pytest.mark.django_db

TOKEN = "secretcanary"
PROTECTED_NAME = "Shy Firstborn"


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
    """All responses of a world without hidden drafts, with another protected name."""
    return responses_of(protected="Quiet Other-Name")


@pytest.fixture(scope="module")
def with_secrets(responses_of):
    """All responses of a world with drafts older and newer than the public records."""
    return responses_of(protected=PROTECTED_NAME, token=TOKEN)


def test_hidden_records_and_protected_names_change_no_response(baseline, with_secrets):
    assert [a for a in baseline if baseline[a] != with_secrets[a]] == []


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


@pytest.mark.parametrize("secret", [TOKEN, PROTECTED_NAME])
def test_no_response_contains_a_secret_in_any_encoding(with_secrets, secret):
    encodings = {secret.encode(), quote(secret).encode(), base64.b64encode(secret.encode())[:-4]}
    encodings |= {secret.replace(" ", "-").encode(), secret.encode("unicode_escape")}
    # A search page repeats the words of its address.
    checked = [
        address
        for address in with_secrets
        if secret.lower() not in unquote_plus(address).replace("-", " ").lower()
    ]
    bodies = {address: with_secrets[address][2].lower() for address in checked}
    assert [a for a in checked for e in encodings if e.lower() in bodies[a]] == []


def test_public_records_respond(baseline):
    pages = [a for a in baseline if urls_under_test.PUBLIC in a and "?" not in a]
    assert {baseline[a][0] for a in pages if a.startswith("/akn/")} == {301}
    assert {baseline[a][0] for a in pages if not a.startswith("/akn/")} == {200}
    assert len(pages) > 20


def test_no_public_response_sets_a_cookie_or_fails(baseline):
    assert [a for a, (status, _headers, _body) in baseline.items() if status >= 500] == []
    headers = {name for _status, pairs, _body in baseline.values() for name, _value in pairs}
    assert {"Set-Cookie"} & headers == set()
