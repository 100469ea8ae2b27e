"""Encrypted model field, key rotation and keyed digests.

Keys come from the environment and are never in the database. The first of a list encrypts, all of
them decrypt: put a new key in front, run the rotation command, take the old key away.
"""

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

IDENTITY_KEYS, FACTOR_KEYS = "IDENTITY_KEYS", "FACTOR_KEYS"


class DecryptionError(Exception):
    """None of the keys of this process decrypts the token."""


def keys(name: str) -> list[str]:
    """The keys of that name. Raises ImproperlyConfigured if there are none."""
    found = getattr(settings, name)
    if not found:
        raise ImproperlyConfigured(f"Set {name}: one key or more, the newest first.")
    return found


def cipher(name: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys(name)])


def encrypt(text: str, *, by: str) -> str:
    return cipher(by).encrypt(text.encode()).decode()


def decrypt(token: str, *, by: str) -> str:
    try:
        return cipher(by).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError(f"No key of {by} opens this.") from error


def renewed(token: str, *, by: str) -> str:
    """The same text under the newest key."""
    return cipher(by).rotate(token.encode()).decode()


def digests(texts: Iterable[str], *, purpose: str, key: str) -> dict[str, str]:
    """A keyed digest of each text, comparable only with the key."""
    own = hmac.digest(urlsafe_b64decode(key), purpose.encode(), "sha256")
    return {hmac.digest(own, text.encode(), "sha256").hex(): text for text in texts}


class EncryptedField(models.TextField):
    """Text stored encrypted. It cannot be searched or compared."""

    def from_db_value(self, value, _expression, _connection):
        return decrypt(value, by=IDENTITY_KEYS) if value else value

    def get_db_prep_save(self, value, connection):
        value = encrypt(value, by=IDENTITY_KEYS) if value else value
        return super().get_db_prep_save(value, connection)
