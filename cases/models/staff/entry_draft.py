"""Unsaved input of the entry form."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.database.encryption import EncryptedField
from tracker.models import User

KEPT_FOR = timedelta(days=7)


class EntryDraftQuerySet(models.QuerySet):
    def keep(self, *, page: str, typed: str, by: User) -> None:
        """Put what is typed on a page in the place of what was kept of it, and drop old drafts."""
        self.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
        # Without reading what was kept: the key that opens it may be gone.
        self.bulk_create(
            [EntryDraft(user=by, page=page, typed=typed, kept_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["user", "page"],
            update_fields=["typed", "kept_at"],
        )

    def of(self, *, page: str, by: User) -> "EntryDraft | None":
        kept = self.filter(user=by, page=page, kept_at__gte=timezone.now() - KEPT_FOR)
        return kept.first()


class EntryDraft(models.Model):
    """What somebody typed on a page of the desk and has not saved, as the browser sends it.

    Names stay here, on the server, and never in the browser's own store; and as in the vault, the
    database has no key to them. Not tracked: it is no record yet, and gone when it is saved, or
    after a week.
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
