"""Authentication backend and django-allauth adapters."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.database.encryption import FACTOR_KEYS, decrypt, encrypt

from .sessions import has_second_factor, is_recently_verified
from .throttle import count_attempt


class StaffBackend(AuthenticationBackend):
    """Only staff may sign in; sessions of users who are no longer staff end immediately."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user.is_staff


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """None alike for an unknown name, a wrong password and a closed account."""
        failures = count_attempt(request, "password", credentials.get("username", ""))
        user = super().authenticate(request, **credentials)
        if user is None or not (user.is_active and user.is_staff):
            return None
        failures.delete()
        return user

    def is_reauthentication_required(self, *, app):
        return not is_recently_verified(context.request)

    def get_reauthentication_methods(self, user):
        """The second factor, because browsers store passwords; without one, the password."""
        if not user.is_authenticated:
            return []
        if not has_second_factor(user):
            return [{"id": "password", "description": "", "url": reverse("account_reauthenticate")}]
        return [
            {"id": "code", "description": _("Use a code"), "url": reverse("mfa_reauthenticate")},
            {
                "id": "key",
                "description": _("Use a passkey or security key"),
                "url": reverse("mfa_reauthenticate_webauthn"),
            },
        ]

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """Drop the messages of allauth templates: our own pages already show them."""
        if message:
            super().add_message(request, level, message=message)

    def send_notification_mail(self, *_args, **_kwargs):
        """Do nothing: we store no e-mail addresses of staff."""


class FactorAdapter(DefaultMFAAdapter):
    """Encrypts the stored secrets of second factors."""

    def encrypt(self, text):
        return encrypt(text, by=FACTOR_KEYS)

    def decrypt(self, encrypted_text):
        return decrypt(encrypted_text, by=FACTOR_KEYS)

    def can_delete_authenticator(self, authenticator):
        """Only if another factor remains; recovery codes do not count."""
        others = type(authenticator).objects.filter(user_id=authenticator.user_id)
        others = others.exclude(pk=authenticator.pk).exclude(type=authenticator.Type.RECOVERY_CODES)
        return others.exists()
