"""Invitations, failed sign-ins and used one-time codes."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

INVITATION_LIFETIME = timedelta(days=3)
# made_at and expires_at are computed by two calls of now(): allow a minute between them.
MAX_INVITATION_LIFETIME = INVITATION_LIFETIME + timedelta(minutes=1)


def in_three_days():
    """Default expiry time. Named in a migration."""
    return timezone.now() + INVITATION_LIFETIME


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Invitations that can still be accepted: not used, revoked or expired."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def find_by_token(self, token: str):
        """The open invitation with this token, or None."""
        digest = sha256(token.encode()).hexdigest()
        return self.open().filter(digest=digest).first()


class Invitation(models.Model):
    """Single-use link to open an account or to set up an existing one again.

    The token of the link has 256 random bits; only its digest is stored.
    """

    for_whom = models.CharField(
        max_length=200, help_text=_("A name that you and the others know them by. For staff.")
    )
    roles = ArrayField(models.CharField(max_length=20), help_text=_("What they will do here."))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="invitations",
        help_text=_("The account to set up anew; empty for a new one, until it is opened."),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    expires_at = models.DateTimeField(_("expires"), default=in_three_days, editable=False)
    used_at = models.DateTimeField(_("used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_is_kept_as_a_digest", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="invitation_says_for_whom", condition=Q(for_whom__regex=r"\S")
            ),
            models.CheckConstraint(name="invitation_gives_a_role", condition=Q(roles__len__gt=0)),
            models.CheckConstraint(
                name="invitation_is_short_lived",
                condition=Q(
                    expires_at__range=(F("made_at"), F("made_at") + MAX_INVITATION_LIFETIME)
                ),
            ),
            models.CheckConstraint(
                name="invitation_is_used_or_revoked", condition=Q(used_at=None) | Q(revoked_at=None)
            ),
            models.CheckConstraint(
                name="used_invitation_has_an_account",
                condition=Q(used_at=None) | Q(account__isnull=False),
            ),
        ]

    def __str__(self):
        return self.for_whom

    def generate_secret(self) -> str:
        """Set the digest of a new, unsaved row; return the token, which is not stored."""
        token = secrets.token_urlsafe(32)
        self.digest = sha256(token.encode()).hexdigest()
        return token

    @property
    def status(self) -> str:
        if self.used_at:
            return "Used"
        if self.revoked_at:
            return "Revoked"
        return "Open" if self.expires_at > timezone.now() else "Expired"


class FailedSignIn(models.Model):
    """A failed sign-in, identified by one keyed digest of user name and address.

    Kept for 15 minutes, to slow down guessing.
    """

    digest = models.CharField(max_length=64, editable=False)
    failed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["digest", "failed_at"], name="failures_of_one_and_address")]

    def __str__(self):
        return str(self.failed_at)


class UsedCode(models.Model):
    """An accepted TOTP code; the same code is not accepted again."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.BigIntegerField(help_text=_("The half minute it was the code of."))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="code_is_used_once", fields=["account", "step"])
        ]

    def __str__(self):
        return str(self.step)
