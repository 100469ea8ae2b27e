"""Login throttle: five failures in 15 minutes per user and client network.

Not per user alone: then anybody could lock out any user. Counted in the database, so that all
processes share the counts and they survive a restart.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tracker.models import FailedSignIn
from tracker.web.rate_limits import client_network

MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)


def count_attempt(request, method: str, user) -> QuerySet[FailedSignIn]:
    """The failures of this user and network, to delete if this attempt succeeds.

    Counts an attempt at a password or code as a failure in advance, which also limits concurrent
    attempts. Raises ValidationError after too many failures.
    """
    name = f"{method} {str(user).casefold()} {client_network(request.META)}"
    digest = salted_hmac(__name__, name, algorithm="sha256").hexdigest()
    FailedSignIn.objects.filter(failed_at__lt=timezone.now() - FAILURE_WINDOW).delete()
    row = FailedSignIn.objects.create(digest=digest)
    failures = FailedSignIn.objects.filter(digest=digest)
    if failures.count() > MAX_FAILURES:
        row.delete()
        raise ValidationError(
            _("Too many failures from this address. Please wait a quarter of an hour."),
            code="too_many_failures",
        )
    return failures
