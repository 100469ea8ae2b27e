"""Login throttle: five failures in 15 minutes per user and client network.

Never for a user from everywhere: then anybody could lock anybody out. Counted in the database, so
that all processes count together and a restart forgets nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tracker.models import FailedSignIn
from tracker.web.rate_limits import network_of

MOST = 5
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Attempt:
    """One try, counted as a failure from its beginning until it succeeds.

    So a hundred tries at once are not a hundred free ones.
    """

    digest: str

    def succeeded(self) -> None:
        FailedSignIn.objects.filter(digest=self.digest).delete()


def attempt(request, what: str, who) -> Attempt:
    """Begin a try at a password or a code. Raises ValidationError after too many failures."""
    name = f"{what} {str(who).casefold()} {network_of(request.META)}"
    digest = salted_hmac(__name__, name, algorithm="sha256").hexdigest()
    FailedSignIn.objects.filter(failed_at__lt=timezone.now() - WINDOW).delete()
    row = FailedSignIn.objects.create(digest=digest)
    if FailedSignIn.objects.filter(digest=digest).count() > MOST:
        row.delete()
        raise ValidationError(
            _("Too many failures from this address. Please wait a quarter of an hour."),
            code="too_many_failures",
        )
    return Attempt(digest)
