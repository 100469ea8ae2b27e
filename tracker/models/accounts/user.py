"""Staff user accounts."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who works on the tracker, in one role or more (tracker/staff/accounts/roles.py).

    Nobody is a superuser: a right that no role gives cannot be had by accident. `session_epoch`
    rises, by triggers, with every change of roles, rights and second factors; a session of an
    earlier epoch is over.
    """

    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        permissions = [
            ("publish_records", _("Publish and withdraw records, and change what is public")),
            ("reveal_identities", _("Reveal, seal and unseal identities")),
            ("manage_accounts", _("Invite staff, give roles, end accounts")),
            ("manage_keys", _("Make and revoke keys of the API")),
        ]
        constraints = [
            models.CheckConstraint(name="rights_come_from_roles", condition=Q(is_superuser=False)),
        ]

    def _get_session_auth_hash(self, secret=None):
        """Django's own, with the epoch: what `get_user()` compares a session with."""
        return salted_hmac(
            "tracker.User", f"{self.password}:{self.session_epoch}", secret, algorithm="sha256"
        ).hexdigest()
