"""Spellings of names that must not appear in public text."""

from django.db import models


class ProtectedSpelling(models.Model):
    """One spelling of someone the public may not know by name.

    Filled by triggers of the storey that keeps people; read by `redact()` when a public text
    mentions one (tracker/database/redaction.sql). Not tracked: it is derived, and its history
    would be a list of secrets.
    """

    owner = models.CharField(max_length=16, help_text="Public code of the protected person.")
    spelling = models.CharField(max_length=300)
    normalised = models.CharField(
        max_length=300, editable=False, help_text="Lower case, without blanks and hyphens."
    )
    pattern = models.TextField(editable=False, help_text="Regular expression that finds it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="spelling_is_protected_once_per_owner", fields=["owner", "normalised"]
            )
        ]

    def __str__(self):
        return self.owner


class SealedSpelling(models.Model):
    """One spelling of someone whose name lies in the vault: its keyed digest, and nothing else.

    The key is not in the database. The length says which pieces of a text to hold against it.
    """

    owner = models.CharField(max_length=16, help_text="Public code of the sealed person.")
    digest = models.CharField(max_length=64, editable=False)
    length = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="spelling_is_sealed_once_per_owner", fields=["owner", "digest"]
            ),
            models.CheckConstraint(
                name="sealed_spelling_is_kept_as_a_digest",
                condition=models.Q(digest__regex="^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self):
        return self.owner
