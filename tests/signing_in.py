"""What somebody does who signs in: types, reads the six digits off the app, presses the button."""

from time import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD
from tracker.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOME = "/admin/"


def code(secret: str = SECRET, *, later: int = 0) -> str:
    """The six digits that the app shows, now or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time()) // 30 + later))


def with_app(user: User) -> User:
    """The user with an authenticator app and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return User.objects.get(pk=user.pk)


def recovery_codes(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def give_password(client: Client, name: str, password: str = PASSWORD, **more):
    typed = {"login": name, "password": password}
    return client.post(reverse("account_login"), typed, **more)


def give_code(client: Client, typed: str, **more):
    return client.post(reverse("mfa_authenticate"), {"code": typed}, **more)


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200
