"""Who takes care of a row that waits in a queue."""

from django.db import models
from django.utils import timezone

from tracker.models import Assignment


def assign(*, row: models.Model, user) -> Assignment:
    """Have somebody take care of the row, whoever did so before."""
    found, _is_new = Assignment.objects.update_or_create(
        table=row._meta.label,
        row=row.pk,
        defaults={"user": user, "since": timezone.now()},
    )
    return found


def release(*, row: models.Model) -> None:
    """Nobody takes care of the row any more."""
    Assignment.about(row).delete()
