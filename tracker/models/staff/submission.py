"""Submitted admin forms, so that a repeated POST is saved once."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.utils import timezone

from tracker.models.accounts.user import User

SUBMISSION_LIFETIME = timedelta(days=30)


class SubmissionQuerySet(models.QuerySet):
    def claim(self, *, token: str, by: User) -> "Submission":
        """Lock and return the submission of this form; a repeated POST waits for the first.

        Call inside the transaction that saves the form: a rollback also undoes the claim. Raises
        SuspiciousOperation if the token is malformed or belongs to another user.
        """
        self.filter(made_at__lt=timezone.now() - SUBMISSION_LIFETIME).delete()
        try:
            submission, _is_new = self.get_or_create(token=UUID(token), defaults={"user": by})
        except ValueError:
            raise SuspiciousOperation("No token of ours.") from None
        if submission.user_id != by.pk:
            raise SuspiciousOperation("The token of somebody else.")
        return self.select_for_update().get(pk=submission.pk)


class Submission(models.Model):
    """One opened form and the redirect after saving it; a repeated POST only redirects again."""

    token = models.UUIDField(unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    led_to = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = SubmissionQuerySet.as_manager()

    def __str__(self):
        return str(self.token)
