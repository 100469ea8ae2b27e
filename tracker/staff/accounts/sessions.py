"""Session assurance (password, second factor, recent check), time limits, and their middleware."""

from enum import IntEnum
from time import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

LONGEST = 12 * 3600  # seconds since the sign-in, however busy the session is
REAUTH_SECONDS = 10 * 60  # seconds for which a code or key given counts as given now
TOUCHED_EVERY = 60  # seconds: a busy session is not written at every request

# Reached by nobody in particular: the way in, and out.
SIGN_IN_URL = {
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "accounts:invitation",
    "accounts:accept",
}
# Reached with the password alone, by who has no second factor yet.
SETTING_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


class SessionAssurance(IntEnum):
    """What a session has shown."""

    NOBODY = 0
    PASSWORD_ONLY = 1
    IN = 2


def given(request, method: str) -> list[float]:
    """When this session gave a password or a factor."""
    records = get_authentication_records(request, request.user)
    return [record["at"] for record in records if record["method"] == method]


def session_assurance(request) -> SessionAssurance:
    if not request.user.is_authenticated:
        return SessionAssurance.NOBODY
    return SessionAssurance.IN if given(request, "mfa") else SessionAssurance.PASSWORD_ONLY


def is_over(request) -> bool:
    """Whether the session is older than any may get. One that cannot say since when is over."""
    since = [record["at"] for record in get_authentication_records(request, request.user)]
    return not since or time() - min(since) > LONGEST


def has_factor(user) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def is_fresh(request) -> bool:
    """Whether the second factor was given a moment ago; the password, by who has no factor yet."""
    proofs = given(request, "mfa")
    if not proofs and not has_factor(request.user):
        proofs = given(request, "password")
    return bool(proofs) and time() - max(proofs) < REAUTH_SECONDS


def require_recent_mfa(request, back: str = "") -> HttpResponseRedirect | None:
    """Where to give the second factor again, unless that was a moment ago.

    What was being sent is not kept meanwhile: it may hold a name that no table may hold.
    """
    if is_fresh(request):
        return None
    query = urlencode({"next": back or request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")


def keep_this_session(request, *, factor: str = "") -> None:
    """The user's sessions have just ended, by a change of theirs: all but this one, which made it.

    Goes on under a new key. A factor just set up was just given.
    """
    request.user.refresh_from_db()
    if factor:
        record_authentication(request, request.user, "mfa", type=factor)
    update_session_auth_hash(request, request.user)


class StaffSessions:
    """Middleware: below /admin/, whatever the view, nothing is reached before the second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, _kwargs):
        if not request.path.startswith("/admin/"):
            return None
        if request.user.is_authenticated and is_over(request):
            logout(request)
        if request.user.is_authenticated:
            self.touch(request.session)
        name = request.resolver_match.view_name
        if name in SIGN_IN_URL:
            return None
        return {
            SessionAssurance.NOBODY: self.to_sign_in,
            SessionAssurance.PASSWORD_ONLY: self.to_second_factor,
            SessionAssurance.IN: lambda _request, _name: None,
        }[session_assurance(request)](request, name)

    @staticmethod
    def touch(session):
        """Idle sessions end: this one is not idle."""
        if time() - session.get("touched_at", 0) > TOUCHED_EVERY:
            session["touched_at"] = time()

    @staticmethod
    def to_sign_in(request, _name):
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")

    def to_second_factor(self, request, name):
        """Who has a factor gives it when signing in: a session without it is none."""
        if has_factor(request.user):
            logout(request)
            return self.to_sign_in(request, name)
        if name in SETTING_UP:
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
