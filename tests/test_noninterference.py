"""What is hidden changes nothing outside: not a status, not a header, not a byte."""

import base64
from functools import cache
from urllib.parse import quote, unquote_plus

import pytest

from tests import noninterference, urls_under_test

# Said for pytest-django, which makes no test database for a run where nothing asks for one.
pytestmark = pytest.mark.django_db

TOKEN = "secretcanary"
SHY = "Shy Firstborn"


@pytest.fixture(scope="module")
def answers_of(django_db_setup, django_db_blocker):
    """The answers of a world, each world asked once."""

    @cache
    def ask(**secrets):
        with django_db_blocker.unblock(), noninterference.world(**secrets):
            return noninterference.answers()

    return ask


@pytest.fixture(scope="module")
def plain(answers_of):
    """The answers of a world without secrets."""
    return answers_of()


def differing(one, other):
    return [address for address in one if one[address] != other[address]]


def test_secrets_change_no_answer(plain, answers_of):
    assert differing(plain, answers_of(token=TOKEN)) == []


def test_secrets_older_than_what_is_public_change_no_answer(plain, answers_of):
    assert differing(plain, answers_of(token=f"{TOKEN} older", hidden_first=True)) == []


def test_a_protected_name_changes_no_answer(answers_of):
    one, other = answers_of(protected=SHY), answers_of(protected="Quiet Other-Name")
    assert differing(one, other) == []


def test_what_is_hidden_answers_as_what_never_existed(plain):
    hidden = [
        address for address in plain if urls_under_test.SECRET in address and "?" not in address
    ]
    for address in hidden:
        absent = address.replace(urls_under_test.SECRET, urls_under_test.ABSENT)
        same = [
            part.replace(b"000002", b"000003") if isinstance(part, bytes) else part
            for part in plain[address]
        ]
        assert same == list(plain[absent])
    assert len(hidden) > 20


@pytest.mark.parametrize("secret", [{"token": TOKEN}, {"protected": SHY}])
def test_no_answer_contains_a_secret_in_any_guise(answers_of, secret):
    [token] = secret.values()
    guises = {token.encode(), quote(token).encode(), base64.b64encode(token.encode())[:-4]}
    guises |= {token.replace(" ", "-").encode(), token.encode("unicode_escape")}
    given = answers_of(**secret)
    # A search page repeats what was asked.
    asked_for = [a for a in given if token.lower() not in unquote_plus(a).replace("-", " ").lower()]
    leaks = [a for a in asked_for for g in guises if g.lower() in given[a][2].lower()]
    assert leaks == []


def test_the_public_world_is_not_empty(plain):
    pages = [a for a in plain if urls_under_test.PUBLIC in a and "?" not in a]
    assert {plain[a][0] for a in pages if a.startswith("/akn/")} == {301}
    assert {plain[a][0] for a in pages if not a.startswith("/akn/")} == {200}
    assert len(pages) > 20


def test_no_public_answer_sets_a_cookie_or_fails(plain):
    assert [a for a, (status, _headers, _body) in plain.items() if status >= 500] == []
    headers = {name for _status, pairs, _body in plain.values() for name, _value in pairs}
    assert {"Set-Cookie"} & headers == set()
