"""Authentication backend and django-allauth adapters."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.database.encryption import FACTOR_KEYS, decrypt, encrypt

from .sessions import has_factor, is_fresh
from .throttle import attempt


class StaffBackend(AuthenticationBackend):
    """Nobody but staff has an account, and who leaves is out at once."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user.is_staff


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """The same answer to a wrong name, a wrong password and an account that is closed."""
        password = attempt(request, "password", credentials.get("username", ""))
        user = super().authenticate(request, **credentials)
        if user is None or not (user.is_active and user.is_staff):
            return None
        password.succeeded()
        return user

    def is_reauthentication_required(self, *, app):
        return not is_fresh(context.request)

    def get_reauthentication_methods(self, user):
        """By the second factor: a password is what a browser remembers."""
        if not user.is_authenticated:
            return []
        if not has_factor(user):
            return [{"id": "password", "description": "", "url": reverse("account_reauthenticate")}]
        return [
            {
                "id": "code",
                "description": _("Use a code"),
                "url": reverse("mfa_reauthenticate"),
            },
            {
                "id": "key",
                "description": _("Use a passkey or security key"),
                "url": reverse("mfa_reauthenticate_webauthn"),
            },
        ]

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """Our own pages say what happened; what allauth adds would say it twice."""
        if message:
            super().add_message(request, level, message=message)

    def send_notification_mail(self, *_args, **_kwargs):
        """We keep no addresses of staff."""


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted."""

    def encrypt(self, text):
        return encrypt(text, by=FACTOR_KEYS)

    def decrypt(self, encrypted_text):
        return decrypt(encrypted_text, by=FACTOR_KEYS)

    def can_delete_authenticator(self, authenticator):
        """Nobody is left without one: recovery codes alone are no factor to work with."""
        others = type(authenticator).objects.filter(user_id=authenticator.user_id)
        others = others.exclude(pk=authenticator.pk).exclude(type=authenticator.Type.RECOVERY_CODES)
        return others.exists()
