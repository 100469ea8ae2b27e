"""Identifiers that other organisations use for our records."""

from django.db import models

from tracker.models.source import Source


class ExternalKey(models.Model):
    """Abstract: the key of one of our records in the tables of another organisation.

    A repeated import finds existing records by it. For staff only: a key may contain a name.
    """

    origin = models.CharField(max_length=60, help_text="Whose key it is.")
    key = models.CharField(max_length=100)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_names_one_record", fields=["origin", "key"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_not_empty",
                condition=~models.Q(origin="") & ~models.Q(key=""),
            ),
        ]

    def __str__(self):
        return f"{self.origin}: {self.key}"


class SourceKey(ExternalKey):
    record = models.ForeignKey(Source, models.CASCADE, related_name="+")
