"""Staff user accounts."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Staff account with one role or more (tracker/staff/accounts/roles.py).

    There are no superusers, so no account has a permission that no role grants. Triggers
    increment `session_epoch` when roles, permissions or second factors change; sessions of an
    earlier epoch are invalid.
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
            models.CheckConstraint(name="rights_come_from_roles", condition=Q(is_superuser=False))
        ]

    def _get_session_auth_hash(self, secret=None):
        """Override: include `session_epoch` in the hash that `get_user()` compares."""
        return salted_hmac(
            "tracker.User", f"{self.password}:{self.session_epoch}", secret, algorithm="sha256"
        ).hexdigest()
