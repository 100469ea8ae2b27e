"""Release of the data package and its rows."""

from pathlib import Path

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.database.edit_history import tracked


@tracked
class Release(models.Model):
    """All public data of one day as a data package, to archive and to cite.

    Hidden while `needs_purge`: it contains rows that are no longer public
    (cases/database/release_recall.sql) and that `purge_releases` has not removed yet.
    """

    is_record = True
    emits_changes = False  # pages depend on it, but it is not in the change feed
    label_fields = ("slug",)

    slug = models.CharField(
        max_length=16, unique=True, help_text=_("The day, such as 2026-11-22, or 2026-11-22.2.")
    )
    built_at = models.DateTimeField()
    data_version = models.CharField(
        max_length=16, help_text=_("Of the usage matrix at that moment.")
    )
    rows = models.PositiveIntegerField(help_text=_("Of all tables together."))
    bytes = models.PositiveBigIntegerField(help_text=_("Size of the file."))
    sha256 = models.CharField(max_length=64, help_text=_("Digest of the file."))
    added = models.PositiveIntegerField(help_text=_("Rows that the release before does not have."))
    changed = models.PositiveIntegerField(help_text=_("Rows that say something else since then."))
    removed = models.PositiveIntegerField(help_text=_("Rows that are gone since then."))
    purged_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("When rows that are no longer public were last taken out of it."),
    )
    needs_purge = models.BooleanField(default=False)

    class Meta:
        ordering = ["-built_at"]
        constraints = [
            models.CheckConstraint(
                name="release_is_named_by_its_day",
                condition=Q(slug__regex=r"^\d{4}-\d{2}-\d{2}(\.[1-9]\d*)?$"),
            ),
            models.CheckConstraint(
                name="release_has_a_digest", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return f"{reverse('cases:data')}#{self.slug}"

    @property
    def file(self) -> Path:
        """Path of the file. Named by its digest, so that a file is never partly overwritten."""
        return settings.RELEASES_DIR / f"{self.sha256}.zip"

    @property
    def download_address(self) -> str:
        return reverse("feeds:release", args=[self.slug])


class ReleasedRow(models.Model):
    """A row of the data package; releases share rows that have not changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.TextField(help_text="One line of NDJSON.")
    codes = ArrayField(models.TextField(), help_text="Every record it is or names.")
    normalised = models.TextField(help_text="All its words, to look for names in.")

    class Meta:
        indexes = [GinIndex(fields=["codes"], name="released_rows_naming_a_record")]

    def __str__(self):
        return self.digest


class ReleaseRecord(models.Model):
    """A record in a release, with its row; `row` is NULL if it was purged."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=20, help_text="The table.")
    code = models.CharField(max_length=250, help_text="The id in that table.")
    row = models.ForeignKey(ReleasedRow, models.PROTECT, null=True, related_name="+")
    is_stale = models.BooleanField(
        default=False, help_text="Kept by triggers: it tells of something no longer public."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="release_holds_a_record_once", fields=["release", "kind", "code"]
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.code}"
