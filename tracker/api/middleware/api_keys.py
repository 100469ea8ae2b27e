"""Checks the API key in the Authorization header."""

from time import monotonic

from django.db import connection

from tracker.models import KEY, digest_of
from tracker.visibility.public_reader import public_reader

# How long a valid key is cached. A revoked key may work for this long.
KEPT = 60  # seconds
# By digest of a valid key: its prefix, and when the entry expires. Invalid keys are not cached.
known: dict[str, tuple[str, float]] = {}


class WrongKey(Exception):
    """The key is malformed, unknown, expired or revoked; the response does not say which."""


def prefix_of(request) -> str | None:
    """The prefix of the key of a request, None without a key. Raises InvalidApiKey."""
    sent = request.headers.get("Authorization")
    if sent is None:
        return None
    scheme, _blank, key = sent.partition(" ")
    if scheme.lower() != "bearer" or not KEY.fullmatch(key):
        raise WrongKey
    digest = digest_of(key)
    prefix, until = known.get(digest, ("", 0))
    if until > monotonic():
        return prefix
    known.pop(digest, None)
    if not (prefix := good_key(digest)):
        raise WrongKey
    known[digest] = prefix, monotonic() + KEPT
    return prefix


def good_key(digest: str) -> str | None:
    with public_reader(), connection.cursor() as cursor:
        cursor.execute("SELECT good_key(%s)", [digest])
        return cursor.fetchone()[0]
