"""Accounts: invitations, roles, end of sessions, recent second factor, management commands."""

import io
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.signing_in import (
    add_authenticator_app,
    is_signed_in,
    submit_code,
    submit_password,
    totp_code,
)
from tests.staff_client import open_form, shown_messages, staff_url, submit_form
from tracker.enums import StaffRole, State
from tracker.models import Invitation, User
from tracker.staff.accounts.roles import RoleNotAllowed, roles_of, set_roles

NEW_PASSWORD = "words that nobody else puts together"


@pytest.fixture
def administrator(db) -> Client:
    return factories.signed_in_client(
        add_authenticator_app(factories.staff_user("ada", StaffRole.ADMINISTRATOR))
    )


@pytest.fixture
def zed(db) -> User:
    return add_authenticator_app(factories.staff_user("zed", StaffRole.ANALYST))


def send_invitation(administrator, *roles, whom="Ned") -> str:
    """Create an invitation; returns the path of the link from the only page that shows it."""
    values = {"for_whom": whom, "given": roles or [StaffRole.ANALYST]}
    page = administrator.post(staff_url(Invitation, "add"), values)
    return re.search(r"http://testserver(/admin/invitation/[^<]+)", page.content.decode())[1]


def register(client, link, **values):
    client.get(link)
    values = {"username": "ned", "password": NEW_PASSWORD, "again": NEW_PASSWORD} | values
    return client.post(reverse("accounts:accept"), values)


# --- invitations ---


def test_invited_user_sets_name_password_and_second_factor(administrator, client):
    link = send_invitation(administrator, StaffRole.ANALYST, StaffRole.REVIEWER)
    assert register(client, link).url == reverse("mfa_activate_totp")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    assert is_signed_in(client)
    assert roles_of(User.objects.get(username="ned")) == {StaffRole.ANALYST, StaffRole.REVIEWER}


def test_invitation_link_works_once_and_its_token_is_not_stored(administrator, client):
    link = send_invitation(administrator)
    token = link.split("/")[-2]
    assert token not in str(Invitation.objects.values())
    register(client, link)
    other_client = Client()
    other_client.get(link)
    assert other_client.get(reverse("accounts:accept")).status_code == 410


@pytest.mark.parametrize("ending", ["expired", "revoked"])
def test_expired_or_revoked_invitation_is_gone(administrator, client, ending):
    link = send_invitation(administrator)
    invitation = Invitation.objects.get()
    if ending == "revoked":
        administrator.post(reverse("admin:tracker_invitation_revoke", args=[invitation.pk]))
    else:
        made_at = timezone.now() - timedelta(days=4)
        past = {"made_at": made_at, "expires_at": made_at + timedelta(days=3)}
        Invitation.objects.all().delete()
        Invitation.objects.create(**column_values(invitation) | past)
    assert register(client, link).status_code == 410


def column_values(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_fields}


@pytest.mark.parametrize(
    ("values", "invalid_field"),
    [
        ({"password": "short pass", "again": "short pass"}, "password"),
        ({"again": "other words than before"}, "again"),
        ({"username": "ZED"}, "username"),
        ({"username": "<ned>"}, "username"),
    ],
)
def test_invalid_registration_shows_errors_and_keeps_the_link_valid(
    administrator, client, zed, values, invalid_field
):
    link = send_invitation(administrator)
    assert list(register(client, link, **values).context["form"].errors) == [invalid_field]
    assert register(client, link).status_code == 302


def test_sign_up_page_is_disabled(client, db):
    assert client.get("/admin/signup/").url.startswith(reverse("account_login"))


def test_reset_account_needs_new_password_and_factor(administrator, client, zed):
    browser = factories.signed_in_client(zed)
    page = administrator.post(reverse("admin:tracker_user_anew", args=[zed.pk]))
    link = re.search(r"http://testserver(/admin/invitation/[^<]+)", page.content.decode())[1]
    assert not is_signed_in(browser)
    submit_password(client, "zed")
    assert submit_code(client, totp_code()).url == reverse("account_login")
    client = Client()
    client.get(link)
    client.post(reverse("accounts:accept"), {"password": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert not Authenticator.objects.filter(user=zed).exists()


def test_invitation_is_immutable_in_the_database(administrator):
    send_invitation(administrator)
    with pytest.raises(IntegrityError, match="stays as it was made"), transaction.atomic():
        Invitation.objects.update(roles=["custodian"])


# --- roles ---


def test_administrator_cannot_grant_the_custodian_role(administrator, zed):
    page = administrator.post(
        staff_url(Invitation, "add"), {"for_whom": "Ned", "given": [StaffRole.CUSTODIAN]}
    )
    assert list(page.context["adminform"].form.errors) == ["given"]
    administrator.post(staff_url(zed), {"held": ["analyst", "custodian"], "is_active": "on"})
    assert roles_of(zed) == {StaffRole.ANALYST}
    with pytest.raises(RoleNotAllowed):
        set_roles(account=zed, roles=[StaffRole.CUSTODIAN], by=User.objects.get(username="ada"))


@pytest.mark.parametrize("page", ["change", "anew"])
def test_administrator_cannot_manage_the_account_of_a_custodian(administrator, db, page):
    custodian = factories.staff_user("cus", StaffRole.CUSTODIAN)
    assert administrator.post(staff_url(custodian, page)).status_code == 403


def test_administrator_cannot_manage_own_account(administrator):
    account = User.objects.get(username="ada")
    assert administrator.post(staff_url(account), {"held": ["reviewer"]}).status_code == 403


def test_administrator_changes_roles_in_the_form(administrator, zed):
    data = open_form(administrator, staff_url(zed)) | {"held": ["reviewer"]}
    submit_form(administrator, staff_url(zed), data)
    assert roles_of(zed) == {StaffRole.REVIEWER}


def test_superusers_are_forbidden_by_a_constraint(zed):
    with pytest.raises(IntegrityError, match="rights_come_from_roles"), transaction.atomic():
        User.objects.update(is_superuser=True)


# --- end of sessions ---


SESSION_ENDING_UPDATES = {
    "role given": "INSERT INTO tracker_user_groups (user_id, group_id) "
    "SELECT %s, id FROM auth_group WHERE name = 'reviewer'",
    "role taken": "DELETE FROM tracker_user_groups WHERE user_id = %s",
    "right given": "INSERT INTO tracker_user_user_permissions (user_id, permission_id) "
    "SELECT %s, min(id) FROM auth_permission",
    "factor lost": "DELETE FROM mfa_authenticator WHERE type = 'totp' AND user_id = %s",
    "factor changed": "UPDATE mfa_authenticator SET data = '[]' WHERE user_id = %s",
    "password": "UPDATE tracker_user SET password = 'x' WHERE id = %s",
    "left": "UPDATE tracker_user SET is_active = false WHERE id = %s",
}


@pytest.mark.parametrize("change", SESSION_ENDING_UPDATES)
def test_sql_change_of_rights_or_factors_ends_all_sessions(zed, change):
    browsers = [factories.signed_in_client(zed), factories.signed_in_client(zed)]
    assert [is_signed_in(each) for each in browsers] == [True, True]
    with connection.cursor() as cursor:
        cursor.execute(SESSION_ENDING_UPDATES[change], [zed.pk])
    assert [is_signed_in(each) for each in browsers] == [False, False]


def test_saving_a_stale_user_does_not_restore_sessions(zed):
    stale = User.objects.get(pk=zed.pk)
    browser = factories.signed_in_client(zed)
    set_roles(account=zed, roles=[StaffRole.REVIEWER])
    stale.save()
    assert not is_signed_in(browser)


def test_changing_the_password_ends_all_other_sessions(zed):
    this_browser, other_browser = factories.signed_in_client(zed), factories.signed_in_client(zed)
    values = {
        "oldpassword": factories.PASSWORD,
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    this_browser.post(reverse("account_change_password"), values)
    assert (is_signed_in(this_browser), is_signed_in(other_browser)) == (True, False)


def test_new_recovery_codes_end_all_other_sessions(zed):
    this_browser, other_browser = factories.signed_in_client(zed), factories.signed_in_client(zed)
    response = this_browser.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert len(response.context["unused_codes"]) == 10
    assert (is_signed_in(this_browser), is_signed_in(other_browser)) == (True, False)


# --- recent second factor ---


@pytest.fixture
def person(db):
    return factories.person("Zed Example", state=State.DRAFT, published_at=None)


def test_publishing_a_person_requires_a_recent_second_factor(person):
    factories.add_citation(person)
    reviewer = add_authenticator_app(factories.staff_user("rev", StaffRole.REVIEWER))
    browser = factories.signed_in_client(reviewer, ago=700)
    url = staff_url(person, "publish")
    redirect = browser.post(url)
    assert redirect.url == f"{reverse('mfa_reauthenticate')}?next={quote(url, safe='')}"
    assert browser.post(redirect.url, {"code": "000000", "next": url}).status_code == 200
    assert browser.post(redirect.url, {"code": totp_code(), "next": url}).url == url
    assert shown_messages(browser.post(url, follow=True)) == ["“Zed Example” is published."]


def test_form_submitted_before_reauthentication_is_not_stored(person):
    browser = factories.signed_in_client(factories.staff_user("rev", StaffRole.REVIEWER), ago=700)
    browser.post(staff_url(person, "publish"), {"reason": "a secret word"})
    assert "a secret word" not in str(dict(browser.session))


# --- commands ---


def test_create_administrator_reads_the_password_from_stdin(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NEW_PASSWORD}\n"))
    call_command("create_administrator", "ada", "--also", "custodian", stdout=io.StringIO())
    account = User.objects.get(username="ada")
    assert account.check_password(NEW_PASSWORD)
    assert roles_of(account) == {StaffRole.ADMINISTRATOR, StaffRole.CUSTODIAN}


def test_create_administrator_rejects_a_short_password(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="at least 15 characters"):
        call_command("create_administrator", "ada")
    assert not User.objects.exists()


def test_demo_account_signs_in_with_the_printed_credentials(client, db, settings):
    settings.DEBUG = True
    output = io.StringIO()
    call_command("create_demo_account", stdout=output)
    password = re.search(r"password  (\S+)", output.getvalue())[1]
    submit_password(client, "demo", password)
    submit_code(client, re.search(r"codes     (\d+)", output.getvalue())[1])
    assert is_signed_in(client)


def test_demo_account_is_refused_outside_debug(db):
    with pytest.raises(CommandError, match="Only for trying out"):
        call_command("create_demo_account")
