"""Encrypted identity of a protected person, and the log of accesses."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.database.encryption import EncryptedField
from tracker.models import known_check

from .person import Person


class Identity(models.Model):
    """Identity of a protected person, encrypted with a key that is not in the database.

    While `is_sealed`, the name is stored nowhere else: not in Person, PersonName or any log.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="identity", editable=False)
    name = EncryptedField(_("real name"), blank=True)
    name_km = EncryptedField(_("real name in Khmer"), blank=True)
    spellings = EncryptedField(
        _("other spellings"), blank=True, help_text=_("One a line, in either script.")
    )
    born_on = EncryptedField(_("date of birth"), blank=True)
    contact = EncryptedField(blank=True, help_text=_("How to reach the person, or who can."))
    notes = EncryptedField(blank=True)
    # The PersonName rows and citations from before sealing, to restore them when unsealed.
    kept_names = EncryptedField(blank=True, editable=False)
    is_sealed = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self):
        return str(self.person)

    @property
    def all_spellings(self) -> list[str]:
        """All distinct spellings of the name in this identity."""
        lines = [self.name, self.name_km, *self.spellings.splitlines()]
        return list(dict.fromkeys(filter(None, map(str.strip, lines))))


class AccessKind(models.TextChoices):
    """What a custodian did with an identity."""

    REVEALED = "revealed", _("revealed")
    WRITTEN = "written", _("written")
    SEALED = "sealed", _("sealed")
    UNSEALED = "unsealed", _("unsealed")


class IdentityAccess(models.Model):
    """Log entry: an identity was revealed or changed. Rows are never changed or deleted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    deed = models.CharField(max_length=10, choices=AccessKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()

    class Meta:
        verbose_name_plural = "identity accesses"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="identity_access_has_a_reason", condition=Q(reason__regex=r"\S")
            ),
            known_check("identity_access_is_of_a_known_kind", deed=AccessKind),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_deed_display()}"
