"""Session assurance (password, second factor, recent check), time limits and their middleware."""

from time import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

MAX_SESSION_SECONDS = 12 * 3600  # seconds since the sign-in, however busy the session is
REAUTH_SECONDS = 10 * 60  # how long a second factor counts as recent
TOUCH_INTERVAL_SECONDS = 60  # seconds between two writes of an active session, not at every request

# URL names that need no sign-in: pages to sign in and out and to accept an invitation.
SIGN_IN_URL_NAMES = {
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "accounts:invitation",
    "accounts:accept",
}
# URL names that a user without a second factor reaches with the password alone.
FACTOR_SETUP_URL_NAMES = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


def authentication_times(request, method: str) -> list[float]:
    """Times (Unix) at which this session authenticated by the method: "password" or "mfa"."""
    records = get_authentication_records(request, request.user)
    return [record["at"] for record in records if record["method"] == method]


def is_fully_signed_in(request) -> bool:
    """Whether the user gave password and second factor in this session."""
    return request.user.is_authenticated and bool(authentication_times(request, "mfa"))


def is_session_expired(request) -> bool:
    """Whether the session exceeds its maximum age. A session without a sign-in time has expired."""
    records = get_authentication_records(request, request.user)
    authenticated_at = [record["at"] for record in records]
    return not authenticated_at or time() - min(authenticated_at) > MAX_SESSION_SECONDS


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def is_recently_verified(request) -> bool:
    """Whether the second factor was checked recently; the password for users without a factor."""
    times = authentication_times(request, "mfa")
    if not times and not has_second_factor(request.user):
        times = authentication_times(request, "password")
    return bool(times) and time() - max(times) < REAUTH_SECONDS


def require_recent_mfa(request, back: str = "") -> HttpResponseRedirect | None:
    """Redirect to the second factor if it was not checked recently, else None.

    A submitted form is not stored meanwhile: it may contain a protected name.
    """
    if is_recently_verified(request):
        return None
    query = {"next": back or request.get_full_path()}
    return HttpResponseRedirect(reverse("mfa_reauthenticate", query=query))


def keep_current_session(request, *, factor: str = "") -> None:
    """Keep this session after a change of password or factors that ends the user's other sessions.

    Gives it a new session key. A factor that was just set up counts as just checked.
    """
    request.user.refresh_from_db()
    if factor:
        record_authentication(request, request.user, "mfa", type=factor)
    update_session_auth_hash(request, request.user)


class StaffSessionMiddleware(MiddlewareMixin):
    """Middleware: requires the second factor for every view below /admin/ but the sign-in pages."""

    def process_view(self, request, _view, _args, _kwargs):
        if not request.path.startswith("/admin/"):
            return None
        if request.user.is_authenticated and is_session_expired(request):
            logout(request)
        # Extend the session, at most once a minute: it expires when idle.
        touched_at = request.session.get("touched_at", 0)
        if request.user.is_authenticated and time() - touched_at > TOUCH_INTERVAL_SECONDS:
            request.session["touched_at"] = time()
        name = request.resolver_match.view_name
        if name in SIGN_IN_URL_NAMES or is_fully_signed_in(request):
            return None
        if request.user.is_authenticated:
            return self.redirect_to_factor_setup(request, name)
        return self.redirect_to_sign_in(request)

    @staticmethod
    def redirect_to_sign_in(request):
        query = {"next": request.get_full_path()}
        return HttpResponseRedirect(reverse("account_login", query=query))

    def redirect_to_factor_setup(self, request, name):
        """Sign out users who have a factor; send others to set one up.

        The factor is checked when signing in, so a session that skipped it is not valid.
        """
        if has_second_factor(request.user):
            logout(request)
            return self.redirect_to_sign_in(request)
        if name in FACTOR_SETUP_URL_NAMES:
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
