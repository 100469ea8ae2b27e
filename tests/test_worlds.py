"""What is hidden changes nothing outside: not a status, not a header, not a byte."""

import base64
from urllib.parse import quote

import pytest

from tests import worlds

TOKEN = "secretcanary"


@pytest.fixture(scope="module")
def plain(django_db_setup, django_db_blocker):
    """The answers of a world without secrets."""
    with django_db_blocker.unblock(), worlds.world():
        return worlds.answers()


def differing(one, other):
    return [address for address in one if one[address] != other[address]]


def test_secrets_change_no_answer(db, plain):
    with worlds.world(token=TOKEN):
        assert differing(plain, worlds.answers()) == []


def test_secrets_older_than_what_is_public_change_no_answer(db, plain):
    with worlds.world(token=f"{TOKEN} older", hidden_first=True):
        assert differing(plain, worlds.answers()) == []


def test_a_protected_name_changes_no_answer(db):
    with worlds.world(protected="Shy Firstborn"):
        one = worlds.answers()
    with worlds.world(protected="Quiet Other-Name"):
        assert differing(one, worlds.answers()) == []


def test_what_is_hidden_answers_as_what_never_existed(plain):
    hidden = [address for address in plain if worlds.SECRET in address and "?" not in address]
    for address in hidden:
        absent = address.replace(worlds.SECRET, worlds.ABSENT)
        same = [
            part.replace(b"000002", b"000003") if isinstance(part, bytes) else part
            for part in plain[address]
        ]
        assert same == list(plain[absent])
    assert len(hidden) > 20


@pytest.mark.parametrize("token", [TOKEN, "Shy Firstborn"])
def test_no_answer_contains_a_secret_in_any_guise(db, token):
    secret = {"token": token} if token == TOKEN else {"protected": token}
    guises = {token.encode(), quote(token).encode(), base64.b64encode(token.encode())[:-4]}
    guises |= {token.replace(" ", "-").encode(), token.encode("unicode_escape")}
    with worlds.world(**secret):
        given = worlds.answers()
    asked_for = [address for address in given if "secretcanary" not in address]
    leaks = [a for a in asked_for for g in guises if g.lower() in given[a][2].lower()]
    assert leaks == []


def test_the_public_world_is_not_empty(plain):
    pages = [a for a in plain if worlds.PUBLIC in a and "?" not in a]
    assert {plain[address][0] for address in pages} == {200}
    assert len(pages) > 20


def test_no_public_answer_sets_a_cookie_or_fails(plain):
    assert [a for a, (status, _headers, _body) in plain.items() if status >= 500] == []
    headers = {name for _status, pairs, _body in plain.values() for name, _value in pairs}
    assert {"Set-Cookie"} & headers == set()
