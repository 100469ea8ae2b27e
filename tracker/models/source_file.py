"""Captured files of a source and their public copies."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.database.edit_history import tracked
from tracker.enums import MediaType

from .source import Source


def new_slug() -> str:
    """Random file name in storage: opaque and not guessable. Named in a migration."""
    return secrets.token_hex(16)


class SourceFile(models.Model):
    """A captured document of a source, byte for byte. For staff only."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    slug = models.CharField(max_length=32, unique=True, default=new_slug, editable=False)
    original_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=10, choices=MediaType)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    captured_at = models.DateTimeField(auto_now_add=True)
    captured_by = models.ForeignKey("tracker.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["captured_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="source_file_type_is_known", condition=Q(media_type__in=MediaType.values)
            ),
            models.UniqueConstraint(name="source_has_a_file_once", fields=["source", "sha256"]),
        ]

    def __str__(self):
        return self.original_name or self.slug


@tracked
class SourceCopy(models.Model):
    """Public copy of a captured document, without metadata that may name its author."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="copy")
    slug = models.CharField(_("name"), max_length=32, unique=True, default=new_slug, editable=False)
    media_type = models.CharField(_("type of file"), max_length=10, choices=MediaType)
    bytes = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("copy of a source")
        verbose_name_plural = _("copies of sources")
        constraints = [
            models.CheckConstraint(
                name="source_copy_type_is_known", condition=Q(media_type__in=MediaType.values)
            ),
        ]

    def __str__(self):
        return f"{self.source.code}.{self.media_type}"
