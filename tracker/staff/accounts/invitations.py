"""Invite a new user, or reset an account so that its owner sets a new password and factor."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from tracker.models import Invitation, User

from .roles import RoleNotAllowed, may_manage, roles_of, set_roles


def create_invitation(*, for_whom: str, roles, by, account=None) -> tuple[Invitation, str]:
    """Create an invitation; returns it and its token, of which only a digest is stored."""
    if not may_manage(by, roles):
        raise RoleNotAllowed(roles)
    invitation = Invitation(for_whom=for_whom, roles=sorted(roles), account=account, made_by=by)
    token = invitation.generate_secret()
    invitation.save()
    return invitation, token


@transaction.atomic
def reset_account(*, account: User, by) -> tuple[Invitation, str]:
    """Remove password and factors, end all sessions and invite the owner to set both again."""
    account.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    name, roles = account.get_username(), roles_of(account)
    link = create_invitation(for_whom=name, roles=roles, by=by, account=account)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    Authenticator.objects.filter(user=account).delete()
    return link


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str, username: str = "") -> User | None:
    """Create the account or set its new password. None if the invitation is no longer open."""
    open_invitation = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if open_invitation is None:
        return None
    account = open_invitation.account or User(username=username, is_staff=True)
    account.set_password(password)
    account.save()
    if open_invitation.account is None:
        set_roles(account=account, roles=open_invitation.roles)
    open_invitation.account, open_invitation.used_at = account, timezone.now()
    open_invitation.save(update_fields=["account", "used_at"])
    account.refresh_from_db()
    return account
