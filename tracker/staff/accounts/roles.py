"""Permissions of each role, from which the auth groups of the same names are filled."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission

from tracker.enums import StaffRole

VIEW_VERBS = ("view",)
EDIT_VERBS = ("view", "add", "change", "delete")
PUBLISH_RECORDS, REVEAL_IDENTITIES = "tracker.publish_records", "tracker.reveal_identities"
MANAGE_ACCOUNTS, MANAGE_KEYS = "tracker.manage_accounts", "tracker.manage_keys"
# Table imports, duplicate candidates, merges.
IMPORT_TABLES = ("tracker.add_importrun", "tracker.view_importrun")
DECIDE_PAIRS = tuple(
    f"cases.{verb}_{kind}pair" for kind in ("person", "case") for verb in ("view", "change")
)
MERGE_RECORDS = ("cases.merge_records", "cases.view_merge")


@dataclass(frozen=True)
class RolePermissions:
    """Permissions of one role on records and their facts, on error reports, and others."""

    records: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    other_permissions: tuple[str, ...] = ()


# A user with several roles has the permissions of each. Without `publish_records`, published
# records and their dependent rows are read-only.
ROLE_PERMISSIONS = {
    StaffRole.ANALYST: RolePermissions(
        records=EDIT_VERBS, reports=VIEW_VERBS, other_permissions=(*IMPORT_TABLES, *DECIDE_PAIRS)
    ),
    StaffRole.REVIEWER: RolePermissions(
        records=EDIT_VERBS,
        reports=("view", "change", "delete"),
        other_permissions=(PUBLISH_RECORDS, *IMPORT_TABLES, *DECIDE_PAIRS, *MERGE_RECORDS),
    ),
    StaffRole.CUSTODIAN: RolePermissions(
        records=VIEW_VERBS, other_permissions=(REVEAL_IDENTITIES,)
    ),
    StaffRole.ADMINISTRATOR: RolePermissions(other_permissions=(MANAGE_ACCOUNTS, MANAGE_KEYS)),
}
# Only holders may grant these roles or manage accounts that have them. Otherwise an administrator
# could make themselves a custodian, or take over the account of one.
GUARDED_ROLES = {StaffRole.CUSTODIAN}


def record_models() -> list:
    """All models with an edit history: the records and facts that staff edit."""
    models = [m for name in settings.APP_LAYERS for m in apps.get_app_config(name).get_models()]
    return [model for model in models if hasattr(model, "pgh_event_model")]


def permissions_of(role: StaffRole) -> set[str]:
    """The permissions of a role as `app_label.codename`."""
    rights = ROLE_PERMISSIONS[role]
    records = {
        f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
        for model in record_models()
        for verb in rights.records
    }
    reports = {f"tracker.{verb}_errorreport" for verb in rights.reports}
    return records | reports | {*rights.other_permissions}


def sync_role_groups(*, using="default", **_signal) -> None:
    """post_migrate handler: one group per role with exactly its permissions."""
    permissions = Permission.objects.using(using).select_related("content_type")
    by_name = {f"{each.content_type.app_label}.{each.codename}": each for each in permissions}
    for role in StaffRole:
        group, _is_new = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set(by_name[name] for name in permissions_of(role) if name in by_name)


def set_roles(*, account, roles, by=None) -> None:
    """Set the roles of an account. `by` is None when called by a management command."""
    affected = set(roles) | roles_of(account)
    if by is not None and not may_manage(by, affected):
        raise RoleNotAllowed(affected)
    account.groups.set(Group.objects.filter(name__in=[StaffRole(role).value for role in roles]))


def roles_of(account) -> set[StaffRole]:
    names = account.groups.values_list("name", flat=True)
    return {StaffRole(name) for name in names if name in StaffRole.values}


class RoleNotAllowed(Exception):
    """The user may not grant, revoke or manage these roles."""


def may_manage(administrator, roles) -> bool:
    """Whether an administrator may manage accounts with these roles."""
    guarded = GUARDED_ROLES & set(roles)
    return administrator.has_perm(MANAGE_ACCOUNTS) and guarded <= roles_of(administrator)
