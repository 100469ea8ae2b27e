"""Assign a queued row to a user, and record who edited a record last."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.models import Assignment
from tracker.visibility.citation_coverage import owning_records


def assign_row(*, row: models.Model, user) -> None:
    """Assign the row to the user, replacing an earlier assignment."""
    Assignment.objects.update_or_create(
        table=row._meta.label, row=row.pk, defaults={"user": user, "since": timezone.now()}
    )


def set_last_editor(*, row: models.Model, by) -> None:
    """Set `last_edited_by` on every record that owns the row.

    The user who edited a record last may not publish it.
    """
    for record in owning_records(row):
        if hasattr(record, "last_edited_by_id"):
            rows = type(record)._base_manager.filter(pk=record.pk)
            rows.filter(~Q(last_edited_by=by) | Q(last_edited_by=None)).update(last_edited_by=by)
