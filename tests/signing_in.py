"""Test helpers to sign in with password and second factor."""

from time import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD
from tracker.models import User

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STAFF_HOME = "/admin/"


def totp_code(secret: str = TOTP_SECRET, *, later: int = 0) -> str:
    """The TOTP code of now, or of `later` steps of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time()) // 30 + later))


def add_authenticator_app(user: User) -> User:
    """The user with an authenticator app and recovery codes."""
    TOTP.activate(user, TOTP_SECRET)
    RecoveryCodes.activate(user)
    return User.objects.get(pk=user.pk)


def recovery_codes(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def submit_password(client: Client, name: str, password: str = PASSWORD, **extra):
    data = {"login": name, "password": password}
    return client.post(reverse("account_login"), data, **extra)


def submit_code(client: Client, digits: str, **extra):
    return client.post(reverse("mfa_authenticate"), {"code": digits}, **extra)


def is_signed_in(client: Client) -> bool:
    return client.get(STAFF_HOME).status_code == 200
