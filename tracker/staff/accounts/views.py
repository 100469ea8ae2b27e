"""Views of sign-in, second factors, recovery codes and invitations."""

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.contrib import admin
from django.contrib.auth import login, logout
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.edit import FormView

from tracker.models import Invitation

from .forms import NewAccountForm
from .invitations import accept_invitation
from .sessions import is_fully_signed_in, keep_current_session

TOKEN_SESSION_KEY = "invitation"  # noqa: S105 (session key that holds the token)


class StaffPageMixin:
    """View mixin: the context of the admin templates and a title."""

    title = ""
    template_name = "admin/accounts/form.html"

    def get_context_data(self, **kwargs):
        is_verified = is_fully_signed_in(self.request)
        admin_context = admin.site.each_context(self.request) if is_verified else {}
        admin_context |= {"title": self.title, "site_header": admin.site.site_header}
        return admin_context | super().get_context_data(**kwargs) | {"page": self}


class EndOtherSessionsMixin:
    """View mixin: a change of factors ends all other sessions of the user."""

    factor = ""

    def form_valid(self, form):
        response = super().form_valid(form)
        keep_current_session(self.request, factor=self.factor)
        return response


# --- in and out ---


class SignInView(StaffPageMixin, account.LoginView):
    title = gettext_lazy("Sign in")
    button = gettext_lazy("Sign in")


class SignOutView(StaffPageMixin, account.LogoutView):
    title = gettext_lazy("Sign out")
    button = gettext_lazy("Sign out")
    lead = gettext_lazy("You will need your second factor to come back.")


class SecondFactorView(StaffPageMixin, factors.AuthenticateView):
    title = gettext_lazy("Second factor")
    template_name = "admin/accounts/second_factor.html"


class ReauthenticateView(StaffPageMixin, factors.ReauthenticateView):
    title = gettext_lazy("Is it you?")
    template_name = "admin/accounts/reauthenticate.html"


class ReauthenticateByKeyView(StaffPageMixin, keys.ReauthenticateWebAuthnView):
    title = gettext_lazy("Is it you?")
    template_name = "admin/accounts/reauthenticate_webauthn.html"


class ReauthenticateByPasswordView(StaffPageMixin, account.ReauthenticateView):
    """For users who have not set up a factor yet."""

    title = gettext_lazy("Is it you?")
    button = gettext_lazy("Go on")


class ChangePasswordView(StaffPageMixin, account.PasswordChangeView):
    title = gettext_lazy("Change your password")
    button = gettext_lazy("Change the password")
    lead = gettext_lazy("15 characters or more. Everywhere else you are signed out.")

    def get_default_success_url(self):
        return reverse("mfa_index")


# --- factors ---


class AccountView(StaffPageMixin, factors.IndexView):
    title = gettext_lazy("Your account")
    template_name = "admin/accounts/factors.html"


class AddAppView(EndOtherSessionsMixin, StaffPageMixin, app.ActivateTOTPView):
    title = gettext_lazy("Set up an authenticator app")
    template_name = "admin/accounts/totp_setup.html"
    factor = "totp"


class RemoveAppView(EndOtherSessionsMixin, StaffPageMixin, app.DeactivateTOTPView):
    title = gettext_lazy("Remove the authenticator app")
    button = gettext_lazy("Remove it")
    lead = gettext_lazy("Its codes stop working. Everywhere else you are signed out.")
    is_dangerous = True


class AddKeyView(EndOtherSessionsMixin, StaffPageMixin, keys.AddWebAuthnView):
    title = gettext_lazy("Add a passkey or security key")
    template_name = "admin/accounts/webauthn_add.html"
    factor = "webauthn"


class RemoveKeyView(EndOtherSessionsMixin, StaffPageMixin, keys.RemoveWebAuthnView):
    title = gettext_lazy("Remove this key")
    button = gettext_lazy("Remove it")
    lead = gettext_lazy("It stops working. Everywhere else you are signed out.")
    is_dangerous = True
    success_url = "/admin/account/"

    def get_queryset(self):
        """No keys if removing one would leave the user without a factor (app or key)."""
        queryset = super().get_queryset()
        factors = self.request.user.authenticator_set.filter(type__in=["totp", "webauthn"])
        return queryset if factors.count() > 1 else queryset.none()


class NewRecoveryCodesView(
    EndOtherSessionsMixin, StaffPageMixin, recovery.GenerateRecoveryCodesView
):
    title = gettext_lazy("New recovery codes")
    button = gettext_lazy("Make new codes")
    lead = gettext_lazy("The old ones stop working. Everywhere else you are signed out.")


class RecoveryCodesView(StaffPageMixin, recovery.ViewRecoveryCodesView):
    title = gettext_lazy("Recovery codes")
    template_name = "admin/accounts/recovery_codes.html"


# --- invitations ---


def store_invitation_token(request, token):
    """Move the token of an invitation link into the session, so that it leaves the address bar."""
    request.session[TOKEN_SESSION_KEY] = token
    return HttpResponseRedirect(reverse("accounts:accept"))


@method_decorator([never_cache, sensitive_post_parameters("password", "again")], name="dispatch")
class AcceptInvitationView(StaffPageMixin, FormView):
    """An invited user sets name and password; the second factor follows on the next page."""

    form_class = NewAccountForm
    title = gettext_lazy("Welcome")
    button = gettext_lazy("Go on to the second factor")

    def dispatch(self, request, *args, **kwargs):
        self.invitation = Invitation.objects.find_by_token(
            request.session.get(TOKEN_SESSION_KEY, "")
        )
        if self.invitation is None:
            return self.render_gone()
        return super().dispatch(request, *args, **kwargs)

    def render_gone(self):
        self.template_name, self.title = (
            "admin/accounts/invitation_invalid.html",
            _("This link does not work"),
        )
        admin_context = {"title": self.title, "site_header": admin.site.site_header}
        return self.render_to_response(
            FormView.get_context_data(self, form=None) | admin_context, status=410
        )

    @property
    def lead(self):
        if self.invitation.account:
            return _("Hello %(name)s: choose a new password.") % {
                "name": self.invitation.account.get_username()
            }
        return _("You are invited to work on the tracker. Choose a name and a password.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"account": self.invitation.account}

    def form_valid(self, form):
        cleaned = form.cleaned_data
        user = accept_invitation(
            invitation=self.invitation,
            password=cleaned["password"],
            username=cleaned.get("username", ""),
        )
        if user is None:
            return self.render_gone()
        logout(self.request)  # also deletes the token from the session
        record_authentication(self.request, user, "password")
        login(self.request, user)
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
