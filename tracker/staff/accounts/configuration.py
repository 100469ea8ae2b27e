"""Settings of sign-in, sessions and passwords, merged into tracker.settings."""

import os
from pathlib import Path

from cryptography.fernet import Fernet

VALIDATION_MODULE = "django.contrib.auth.password_validation"

ACCOUNT_SETTINGS = {
    "AUTHENTICATION_BACKENDS": ["tracker.staff.accounts.adapters.StaffBackend"],
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": f"{VALIDATION_MODULE}.UserAttributeSimilarityValidator"},
        {"NAME": f"{VALIDATION_MODULE}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
        {"NAME": f"{VALIDATION_MODULE}.CommonPasswordValidator"},
        {"NAME": f"{VALIDATION_MODULE}.NumericPasswordValidator"},
    ],
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "admin:index",
    # Seconds. A session expires after this long without a request, and always 12 hours after the
    # sign-in (tracker.staff.accounts.sessions).
    "SESSION_COOKIE_AGE": 30 * 60,
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    # --- django-allauth ---
    "ACCOUNT_ADAPTER": "tracker.staff.accounts.adapters.AccountAdapter",
    "ACCOUNT_LOGIN_METHODS": {"username"},
    "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",  # people are invited by link, not by mail
    "ACCOUNT_EMAIL_NOTIFICATIONS": False,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
    "ACCOUNT_SESSION_REMEMBER": False,
    # Off, because it counts failures per user from any address: anybody could lock out any user.
    # tracker.staff.accounts.throttle counts per user and client network, in the database.
    "ACCOUNT_RATE_LIMITS": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 10 * 60,
    "MFA_ADAPTER": "tracker.staff.accounts.adapters.FactorAdapter",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_TOTP_ISSUER": "Legal-provision tracker",
    "MFA_TOTP_TOLERANCE": 1,  # clocks may differ by half a minute
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "MFA_FORMS": {
        "authenticate": "tracker.staff.accounts.forms.SecondFactorForm",
        "reauthenticate": "tracker.staff.accounts.forms.ReauthenticationForm",
        "activate_totp": "tracker.staff.accounts.forms.AppActivationForm",
    },
    "ACCOUNT_FORMS": {
        "login": "tracker.staff.accounts.forms.SignInForm",
        "change_password": "tracker.staff.accounts.forms.PasswordChangeForm",
    },
}


def build_account_settings(*, debug: bool, without_tls: bool, home: Path) -> dict:
    """Account settings with the encryption keys (docs/decisions/0025, 0026)."""
    key_directory = home if debug else None
    return ACCOUNT_SETTINGS | {
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": without_tls,  # on loopback, for trying out
        "IDENTITY_KEYS": encryption_keys("IDENTITY_KEYS", key_directory=key_directory),
        "FACTOR_KEYS": encryption_keys("FACTOR_KEYS", key_directory=key_directory),
    }


def encryption_keys(name: str, *, key_directory: Path | None) -> list[str]:
    """The keys in the environment variable, newest first.

    If it is unset, reads the key file in the directory (development only) and creates it if
    necessary. Without a directory returns no keys: the public service needs none, and encryption
    without keys raises ImproperlyConfigured.
    """
    if keys := os.environ.get(name, ""):
        return keys.replace(",", " ").split()
    if key_directory is None:
        return []
    key_file = key_directory / f".{name.lower().replace('_', '-')}"
    if not key_file.exists():
        key_file.touch(mode=0o600)
        key_file.write_text(Fernet.generate_key().decode(), encoding="ascii")
    return [key_file.read_text(encoding="ascii").strip()]
