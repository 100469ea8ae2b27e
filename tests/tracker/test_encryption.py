"""Application-level encryption: wrong or missing keys raise errors."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from tracker.database.encryption import IDENTITY_KEYS, DecryptionError, decrypt, digests, encrypt
from tracker.staff.accounts.configuration import encryption_keys


def test_encrypting_twice_gives_different_tokens():
    first, second = (encrypt("Zed Example", by=IDENTITY_KEYS) for _ in range(2))
    assert first != second
    assert {decrypt(token, by=IDENTITY_KEYS) for token in (first, second)} == {"Zed Example"}


def test_token_cannot_be_decrypted_with_another_key(settings):
    token = encrypt("Zed Example", by=IDENTITY_KEYS)
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(DecryptionError):
        decrypt(token, by=IDENTITY_KEYS)


def test_missing_keys_raise_improperly_configured(settings):
    settings.IDENTITY_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="Set IDENTITY_KEYS"):
        encrypt("Zed Example", by=IDENTITY_KEYS)


def test_digests_depend_on_the_key():
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    first, second = (digests(["zedexample"], purpose="names", key=key) for key in keys)
    assert first.keys() & second.keys() == set()


def test_development_key_is_created_once_and_stored(tmp_path, monkeypatch):
    monkeypatch.delenv("IDENTITY_KEYS")
    [key] = encryption_keys("IDENTITY_KEYS", key_directory=tmp_path)
    assert encryption_keys("IDENTITY_KEYS", key_directory=tmp_path) == [key]
    assert (tmp_path / ".identity-keys").stat().st_mode & 0o077 == 0
    assert encryption_keys("IDENTITY_KEYS", key_directory=None) == []
