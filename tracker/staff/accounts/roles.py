"""Permissions of each role; the groups of the same names are filled from this table."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission

from tracker.enums import StaffRole

READ = ("view",)
WRITE = ("view", "add", "change", "delete")
PUBLISH, REVEAL = "tracker.publish_records", "tracker.reveal_identities"
ACCOUNTS, KEYS = "tracker.manage_accounts", "tracker.manage_keys"
# Tables of a partner; pairs that may be one; what was merged.
IMPORT = ("tracker.add_importrun", "tracker.view_importrun")
PAIRS = tuple(
    f"cases.{verb}_{kind}pair" for kind in ("person", "case") for verb in ("view", "change")
)
MERGE = ("cases.merge_records", "cases.view_merge")


@dataclass(frozen=True)
class Rights:
    """Of one role: with records and their facts, with reports of readers, and beyond them."""

    records: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


# Whoever has two roles may do what either may. Without `publish_records`, writing ends where the
# public begins to see it: a published record, and all that hangs on it, can only be read.
RIGHTS = {
    StaffRole.ANALYST: Rights(records=WRITE, reports=READ, more=(*IMPORT, *PAIRS)),
    StaffRole.REVIEWER: Rights(
        records=WRITE,
        reports=("view", "change", "delete"),
        more=(PUBLISH, *IMPORT, *PAIRS, *MERGE),
    ),
    StaffRole.CUSTODIAN: Rights(records=READ, more=(REVEAL,)),
    StaffRole.ADMINISTRATOR: Rights(more=(ACCOUNTS, KEYS)),
}
# Who only manages accounts may neither give this role nor manage who holds it: they could make
# themselves a custodian, or take over the account of one.
GUARDED = {StaffRole.CUSTODIAN}


def record_models() -> list:
    """Every kind of row with an edit history: what the desk is for."""
    ours = [m for name in settings.APP_LAYERS for m in apps.get_app_config(name).get_models()]
    return [model for model in ours if hasattr(model, "pgh_event_model")]


def permissions_of(role: StaffRole) -> set[str]:
    """The permissions of a role, as Django writes them."""
    rights = RIGHTS[role]
    records = {
        f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
        for model in record_models()
        for verb in rights.records
    }
    return records | {f"tracker.{verb}_errorreport" for verb in rights.reports} | {*rights.more}


def fill_groups(*, using="default", **_signal) -> None:
    """After every migrate: one group for each role, with exactly its permissions."""
    known = Permission.objects.using(using).select_related("content_type")
    known = {f"{each.content_type.app_label}.{each.codename}": each for each in known}
    for role in StaffRole:
        group, _made = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set(known[name] for name in permissions_of(role) if name in known)


def give_roles(*, account, roles, by=None) -> None:
    """Have the account hold exactly these roles. `by` is None for a command on the server."""
    concerned = set(roles) | roles_of(account)
    if by is not None and not may_manage(by, concerned):
        raise NotYours(concerned)
    account.groups.set(Group.objects.filter(name__in=[StaffRole(role).value for role in roles]))


def roles_of(account) -> set[StaffRole]:
    names = account.groups.values_list("name", flat=True)
    return {StaffRole(name) for name in names if name in StaffRole.values}


class NotYours(Exception):
    """Roles that only their holders may give, take or manage."""


def may_manage(administrator, roles) -> bool:
    """Whether an administrator may manage accounts with these roles."""
    guarded = GUARDED & set(roles)
    return administrator.has_perm(ACCOUNTS) and guarded <= roles_of(administrator)
