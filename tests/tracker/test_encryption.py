"""Encryption in the application: without the key nothing is read, and nothing is lost quietly."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from tracker.database.encryption import IDENTITY_KEYS, DecryptionError, decrypt, digests, encrypt
from tracker.staff.accounts.configuration import encryption_keys


def test_a_token_says_nothing_and_differs_each_time():
    one, other = (encrypt("Zed Example", by=IDENTITY_KEYS) for _ in range(2))
    assert one != other
    assert {decrypt(token, by=IDENTITY_KEYS) for token in (one, other)} == {"Zed Example"}


def test_another_key_opens_nothing(settings):
    token = encrypt("Zed Example", by=IDENTITY_KEYS)
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(DecryptionError):
        decrypt(token, by=IDENTITY_KEYS)


def test_a_process_without_keys_says_which_to_set(settings):
    settings.IDENTITY_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="Set IDENTITY_KEYS"):
        encrypt("Zed Example", by=IDENTITY_KEYS)


def test_digests_need_the_key():
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    one, other = (digests(["zedexample"], purpose="names", key=key) for key in keys)
    assert one.keys() & other.keys() == set()


def test_at_home_a_key_is_made_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.delenv("IDENTITY_KEYS")
    [key] = encryption_keys("IDENTITY_KEYS", at_home=tmp_path)
    assert encryption_keys("IDENTITY_KEYS", at_home=tmp_path) == [key]
    assert (tmp_path / ".identity-keys").stat().st_mode & 0o077 == 0
    assert encryption_keys("IDENTITY_KEYS", at_home=None) == []
