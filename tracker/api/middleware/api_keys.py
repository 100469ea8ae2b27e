"""Checks the API key in the Authorization header."""

from time import monotonic

from django.db import connection

from tracker.models import KEY, digest_of
from tracker.visibility.public_reader import public_reader

# How long a good key is known here before the database is asked again: so long a revoked one works.
KEPT = 60  # seconds
# Digests of good keys: the prefix, and until when to believe it. Wrong keys are not kept.
known: dict[str, tuple[str, float]] = {}


class WrongKey(Exception):
    """Malformed, unknown, expired or revoked: nobody is told which."""


def prefix_of(request) -> str | None:
    """The prefix of the key a request carries; None where it carries none. Raises WrongKey."""
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
