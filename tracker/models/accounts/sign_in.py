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

INVITED_FOR = timedelta(days=3)
LONGEST = INVITED_FOR + timedelta(minutes=1)  # the two moments are not read at once


def in_three_days():
    return timezone.now() + INVITED_FOR


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def of(self, token: str):
        """The invitation of a link, where it can still be taken."""
        digest = sha256(token.encode()).hexdigest()
        return self.open().filter(digest=digest).first()


class Invitation(models.Model):
    """A link, shown once, with which one person opens an account, or sets up a lost one anew.

    The link's token holds 256 random bits; only its digest is kept.
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
                condition=Q(expires_at__range=(F("made_at"), F("made_at") + LONGEST)),
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

    def draw(self) -> str:
        """Give this new row its token. It is returned here, once, and kept nowhere."""
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
    """A wrong password or code: for which name, from where, both as one keyed digest.

    Kept for a quarter of an hour, to slow down who guesses, and only there.
    """

    digest = models.CharField(max_length=64, editable=False)
    failed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["digest", "failed_at"], name="failures_of_one_and_address")]

    def __str__(self):
        return str(self.failed_at)


class UsedCode(models.Model):
    """A code of an authenticator app that was accepted: it is not accepted again."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.BigIntegerField(help_text=_("The half minute it was the code of."))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="code_is_used_once", fields=["account", "step"])
        ]

    def __str__(self):
        return str(self.step)
