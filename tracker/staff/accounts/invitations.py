"""Invite a new account, or let an existing one set a new password and second factor."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from tracker.models import Invitation, User

from .roles import NotYours, give_roles, may_manage, roles_of


def invite(*, for_whom: str, roles, by) -> tuple[Invitation, str]:
    """A new invitation and the token of its link, which is kept nowhere."""
    if not may_manage(by, roles):
        raise NotYours(roles)
    invitation = Invitation(for_whom=for_whom, roles=sorted(roles), made_by=by)
    token = invitation.draw()
    invitation.save()
    return invitation, token


@transaction.atomic
def set_up_anew(*, account: User, by) -> tuple[Invitation, str]:
    """Take password and factors from an account, end its sessions, invite its owner to set both."""
    roles = roles_of(account)
    if not may_manage(by, roles):
        raise NotYours(roles)
    account.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    account.set_unusable_password()
    account.save(update_fields=["password"])
    Authenticator.objects.filter(user=account).delete()
    invitation = Invitation(
        for_whom=account.get_username(), roles=sorted(roles), account=account, made_by=by
    )
    token = invitation.draw()
    invitation.save()
    return invitation, token


@transaction.atomic
def accept(*, invitation: Invitation, password: str, username: str = "") -> User | None:
    """Open the account, or give it its new password. None if the link was taken meanwhile."""
    still = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if still is None:
        return None
    account = still.account or User(username=username, is_staff=True)
    account.set_password(password)
    account.save()
    if still.account is None:
        give_roles(account=account, roles=still.roles)
    still.account, still.used_at = account, timezone.now()
    still.save(update_fields=["account", "used_at"])
    account.refresh_from_db()
    return account
