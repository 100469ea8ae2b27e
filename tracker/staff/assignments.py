"""Assign a queued row to a colleague, release it, and set who edited a record last."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.models import Assignment
from tracker.visibility.citation_coverage import owning_records


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


def note_editor(*, row: models.Model, by) -> None:
    """Whoever edits a fact edits the record it hangs on, and does not publish it."""
    for record in owning_records(row):
        if hasattr(record, "last_edited_by_id"):
            rows = type(record)._base_manager.filter(pk=record.pk)
            rows.filter(~Q(last_edited_by=by) | Q(last_edited_by=None)).update(last_edited_by=by)
