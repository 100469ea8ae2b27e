"""Which spellings no public text may contain."""

from django.db import models


class ProtectedSpelling(models.Model):
    """One spelling of someone the public may not know by name.

    Filled by triggers of the storey that keeps people; read by `redact()` when a public text
    mentions one (tracker/redaction.sql). Not tracked: it is derived, and its history would be a
    list of secrets.
    """

    owner = models.CharField(max_length=16, help_text="Public code of the protected person.")
    spelling = models.CharField(max_length=300)
    squeezed = models.CharField(
        max_length=300, editable=False, help_text="Lower case, without blanks and hyphens."
    )
    pattern = models.TextField(editable=False, help_text="Regular expression that finds it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="spelling_is_protected_once_per_owner", fields=["owner", "squeezed"]
            )
        ]

    def __str__(self):
        return self.owner
