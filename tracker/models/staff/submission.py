"""Submitted admin forms, so that a repeated POST is saved once."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.utils import timezone

from tracker.models.accounts.user import User

REMEMBERED_FOR = timedelta(days=30)


class SubmissionQuerySet(models.QuerySet):
    def claim(self, *, token: str, by: User) -> "Submission":
        """The one submission of this form. Whoever sends it again waits here for the first.

        Inside a transaction: what does not come to be saved is not claimed either.
        """
        self.filter(made_at__lt=timezone.now() - REMEMBERED_FOR).delete()
        try:
            made, _is_new = self.get_or_create(token=UUID(token), defaults={"user": by})
        except ValueError:
            raise SuspiciousOperation("No token of ours.") from None
        if made.user_id != by.pk:
            raise SuspiciousOperation("The token of somebody else.")
        return self.select_for_update().get(pk=made.pk)


class Submission(models.Model):
    """One opened form and where saving it led: sent again, it leads there and changes nothing."""

    token = models.UUIDField(unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    led_to = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = SubmissionQuerySet.as_manager()

    def __str__(self):
        return str(self.token)
