"""Settings of sign-in, sessions and passwords, merged into tracker.settings."""

import os
from pathlib import Path

from cryptography.fernet import Fernet

VALIDATION = "django.contrib.auth.password_validation"

SETTINGS = {
    "AUTHENTICATION_BACKENDS": ["tracker.staff.accounts.adapters.StaffBackend"],
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
        {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
        {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
        {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
    ],
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "admin:index",
    # A session ends when nobody used it for this long; and in any case 12 hours after the sign-in
    # (tracker.staff.accounts.sessions).
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
    # Ours counts for one user at one address, in the database (tracker.staff.accounts.throttle).
    # These
    # would count for a user from everywhere, so that anybody could lock anybody out.
    "ACCOUNT_RATE_LIMITS": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 10 * 60,
    "MFA_ADAPTER": "tracker.staff.accounts.adapters.FactorAdapter",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_TOTP_ISSUER": "Legal-provision tracker",
    "MFA_TOTP_TOLERANCE": 1,  # clocks may differ by half a minute
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "MFA_FORMS": {
        "authenticate": "tracker.staff.accounts.forms.CodeForm",
        "reauthenticate": "tracker.staff.accounts.forms.CodeAgainForm",
        "activate_totp": "tracker.staff.accounts.forms.FirstCodeForm",
    },
    "ACCOUNT_FORMS": {
        "login": "tracker.staff.accounts.forms.NameForm",
        "change_password": "tracker.staff.accounts.forms.PasswordForm",
    },
}


def settings(*, debug: bool, without_tls: bool, home: Path) -> dict:
    """All of them, with the keys of what is encrypted (docs/decisions/0025, 0026)."""
    at_home = home if debug else None
    return SETTINGS | {
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": without_tls,  # on loopback, for trying out
        "IDENTITY_KEYS": encryption_keys("IDENTITY_KEYS", at_home=at_home),
        "FACTOR_KEYS": encryption_keys("FACTOR_KEYS", at_home=at_home),
    }


def encryption_keys(name: str, *, at_home: Path | None) -> list[str]:
    """The keys in the environment, newest first; at home, one that is made and kept in a file.

    A public service has none and needs none; without them, what needs them says so.
    """
    if given := os.environ.get(name, ""):
        return given.replace(",", " ").split()
    if at_home is None:
        return []
    kept = at_home / f".{name.lower().replace('_', '-')}"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(Fernet.generate_key().decode(), encoding="ascii")
    return [kept.read_text(encoding="ascii").strip()]
