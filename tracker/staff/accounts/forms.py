"""Sign-in forms of django-allauth with our throttle and without placeholders."""

from time import time

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import (
    compare_user_code,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from tracker.database.encryption import FACTOR_KEYS, decrypt
from tracker.models import UsedCode, User

from .throttle import count_attempt

# TOTP steps of 30 seconds for which used codes are stored: longer than they are valid.
USED_CODE_STEPS = 20


class PlainLabelsMixin:
    """Form mixin: no placeholders, because the labels suffice, and no help texts with links."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = "" if "href" in str(field.help_text) else field.help_text


class SignInForm(PlainLabelsMixin, LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name")
        self.fields["login"].widget.attrs["autofocus"] = True


class PasswordChangeForm(PlainLabelsMixin, ChangePasswordForm):
    """Change of password, with the throttle on the old one."""

    def clean_oldpassword(self):
        failures = count_attempt(context.request, "password", self.user.get_username())
        value = super().clean_oldpassword()
        failures.delete()
        return value


# --- codes ---


def find_totp_step(secret: str, code: str) -> int | None:
    """The TOTP step (30 seconds) whose code this is, among the current and its neighbours."""
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def mark_code_used(user, step: int) -> bool:
    """Mark the code as used; False if it was used before."""
    UsedCode.objects.filter(account=user, step__lt=int(time()) // 30 - USED_CODE_STEPS).delete()
    _row, is_new = UsedCode.objects.get_or_create(account=user, step=step)
    return is_new


class OneTimeCodeMixin(PlainLabelsMixin):
    """Form mixin: accepts a code of the authenticator app or a recovery code, each only once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autofocus": True, "autocomplete": "one-time-code"}

    def clean_code(self):
        code = self.cleaned_data["code"]
        failures = count_attempt(context.request, "factor", self.user.pk)
        for authenticator in Authenticator.objects.filter(user=self.user):
            if self.is_valid_code(authenticator, code):
                authenticator.user = self.user
                self.authenticator = authenticator
                failures.delete()
                return code
        raise get_adapter().validation_error("incorrect_code")

    def is_valid_code(self, authenticator, code) -> bool:
        if authenticator.type == Authenticator.Type.TOTP:
            step = find_totp_step(decrypt(authenticator.data["secret"], by=FACTOR_KEYS), code)
            return step is not None and mark_code_used(self.user, step)
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return authenticator.wrap().validate_code(code)
        return False  # security keys have no codes


class SecondFactorForm(OneTimeCodeMixin, AuthenticateForm):
    """The second factor, when signing in."""


class ReauthenticationForm(OneTimeCodeMixin, ReauthenticateForm):
    """The second factor again, before a sensitive action."""


class AppActivationForm(PlainLabelsMixin, ActivateTOTPForm):
    """The first code of an authenticator app: proves that the secret was stored in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits the app shows")
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean_code(self):
        code = self.cleaned_data["code"]
        failures = count_attempt(context.request, "factor", self.user.pk)
        step = find_totp_step(self.secret, code)
        if step is None or not mark_code_used(self.user, step):
            raise get_adapter().validation_error("incorrect_code")
        failures.delete()
        return code


# --- invitations ---


class NewAccountForm(SetPasswordMixin, forms.Form):
    """Name and password of an invited user. The second factor is set up on the next page."""

    username = forms.CharField(
        label=_("Name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("You sign in with it, and colleagues see it beside your edits."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("15 characters or more. A few words that only you would put together."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    error_messages = {"password_mismatch": _("The two differ.")}

    def __init__(self, *args, account=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account
        if account is not None:
            del self.fields["username"]

    def clean_username(self):
        username = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody has this name already."))
        return username

    def clean(self):
        self.validate_passwords("password", "again")
        account = self.account or User(username=self.cleaned_data.get("username", ""))
        self.validate_password_for_user(account, "password")
        return super().clean()
