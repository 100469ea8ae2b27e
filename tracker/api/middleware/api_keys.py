"""Checks the API key in the Authorization header."""

from time import monotonic

from django.db import connection

from tracker.models import API_KEY_PATTERN, digest_api_key
from tracker.visibility.public_reader import public_reader

# How long a valid key is cached. A revoked key may work for this long.
KEY_CACHE_SECONDS = 60  # seconds
# By digest of a valid key: its prefix, and when the entry expires. Invalid keys are not cached.
cached_prefixes: dict[str, tuple[str, float]] = {}


class InvalidApiKey(Exception):
    """The key is malformed, unknown, expired or revoked; the response does not say which."""


def read_key_prefix(request) -> str | None:
    """The prefix of the key of a request, None without a key. Raises InvalidApiKey."""
    sent = request.headers.get("Authorization")
    if sent is None:
        return None
    scheme, _blank, key = sent.partition(" ")
    if scheme.lower() != "bearer" or not API_KEY_PATTERN.fullmatch(key):
        raise InvalidApiKey
    digest = digest_api_key(key)
    prefix, until = cached_prefixes.get(digest, ("", 0))
    if until > monotonic():
        return prefix
    cached_prefixes.pop(digest, None)
    with public_reader(), connection.cursor() as cursor:
        cursor.execute("SELECT good_key(%s)", [digest])
        [prefix] = cursor.fetchone()
    if not prefix:
        raise InvalidApiKey
    cached_prefixes[digest] = prefix, monotonic() + KEY_CACHE_SECONDS
    return prefix
