"""API keys of partners, stored as digests."""

import re
import secrets
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

API_KEY_LIFETIME = timedelta(days=365)
# The fixed prefix lets secret scanners recognise a leaked key.
API_KEY_PATTERN = re.compile(r"klpt_(?P<prefix>[0-9a-f]{8})_[0-9a-f]{64}")


def digest_api_key(key: str) -> str:
    """SHA-256 of a key, as stored. A key has 256 random bits: no salt or slow hash is needed."""
    return sha256(key.encode()).hexdigest()


def in_a_year() -> date:
    """Default expiry date. Named in a migration."""
    return timezone.localdate() + API_KEY_LIFETIME


class KeyStatus(models.TextChoices):
    """Status of a key, derived from its dates; not stored."""

    WORKS = "works", _("Works")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class ApiKey(models.Model):
    """API key of a partner; only the prefix and the digest of the key are stored.

    For administrators only. Without edit history: the row itself records who made the key and
    when it was revoked.
    """

    partner = models.CharField(max_length=200, help_text=_("Who uses it."))
    contact = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("How to reach them before it expires, or when it is misused."),
    )
    prefix = models.CharField(
        max_length=8, unique=True, editable=False, help_text=_("The key begins so: klpt_prefix_…")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("made by"),
    )
    expires_on = models.DateField(
        _("expires"), default=in_a_year, help_text=_("The last day on which it works (UTC).")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="api_key_names_its_partner", condition=~Q(partner="")),
            models.CheckConstraint(
                name="api_key_is_kept_as_a_digest",
                condition=Q(prefix__regex="^[0-9a-f]{8}$", digest__regex="^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="api_key_expires_after_it_is_made",
                condition=Q(expires_on__gte=F("made_at__date")),
            ),
            models.CheckConstraint(
                name="api_key_is_revoked_after_it_is_made",
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")),
            ),
        ]

    def __str__(self):
        return f"{self.partner} (klpt_{self.prefix}_…)"

    def generate_secret(self) -> str:
        """Set prefix and digest of a new, unsaved row; return the key, which is not stored."""
        self.prefix = secrets.token_hex(4)
        key = f"klpt_{self.prefix}_{secrets.token_hex(32)}"
        self.digest = digest_api_key(key)
        return key

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

    @property
    def status(self) -> KeyStatus:
        if self.revoked_at:
            return KeyStatus.REVOKED
        is_expired = self.expires_on < timezone.localdate()
        return KeyStatus.EXPIRED if is_expired else KeyStatus.WORKS
