"""Login throttle: five failures in 15 minutes per user and client network.

Not per user alone: then anybody could lock out any user. Counted in the database, so that all
processes share the counts and they survive a restart.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tracker.models import FailedSignIn
from tracker.web.rate_limits import client_network

MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class SignInAttempt:
    """One sign-in attempt, counted as a failure until it succeeds.

    Counting it in advance also limits concurrent attempts.
    """

    digest: str

    def clear_failures(self) -> None:
        FailedSignIn.objects.filter(digest=self.digest).delete()


def begin_attempt(request, method: str, user) -> SignInAttempt:
    """Begin an attempt at a password or code. Raises ValidationError after too many failures."""
    name = f"{method} {str(user).casefold()} {client_network(request.META)}"
    digest = salted_hmac(__name__, name, algorithm="sha256").hexdigest()
    FailedSignIn.objects.filter(failed_at__lt=timezone.now() - FAILURE_WINDOW).delete()
    row = FailedSignIn.objects.create(digest=digest)
    if FailedSignIn.objects.filter(digest=digest).count() > MAX_FAILURES:
        row.delete()
        raise ValidationError(
            _("Too many failures from this address. Please wait a quarter of an hour."),
            code="too_many_failures",
        )
    return SignInAttempt(digest)
