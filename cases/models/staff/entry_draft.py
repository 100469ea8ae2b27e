"""Unsaved input of the entry form."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.database.encryption import EncryptedField
from tracker.models import User

ENTRY_DRAFT_LIFETIME = timedelta(days=7)


class EntryDraftQuerySet(models.QuerySet):
    def keep(self, *, page: str, typed: str, by: User) -> None:
        """Store the draft of a page, replacing the previous one; delete expired drafts."""
        self.filter(kept_at__lt=timezone.now() - ENTRY_DRAFT_LIFETIME).delete()
        # Upsert without reading the old draft: its encryption key may be gone.
        self.bulk_create(
            [EntryDraft(user=by, page=page, typed=typed, kept_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["user", "page"],
            update_fields=["typed", "kept_at"],
        )

    def of(self, *, page: str, by: User) -> "EntryDraft | None":
        """The unexpired draft of this user for the page, if any."""
        return self.filter(
            user=by, page=page, kept_at__gte=timezone.now() - ENTRY_DRAFT_LIFETIME
        ).first()


class EntryDraft(models.Model):
    """Unsaved input of a staff form, as the browser submits it.

    Stored on the server, encrypted with a key that is not in the database, because the browser's
    own storage must not hold names. Without edit history. Deleted when saved, or after a week.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    typed = EncryptedField(help_text=_("As a form is sent: names and values."))
    kept_at = models.DateTimeField()

    objects = EntryDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="entry_draft_is_kept_once", fields=["user", "page"])
        ]

    def __str__(self):
        return f"{self.page}, {self.user}"
