"""Accounts: roles, invitations, the end of sessions, what needs a fresh factor, the commands."""

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
from tests.signing_in import code, give_code, give_password, is_in, with_app
from tests.staff_client import address, messages, open_form, save
from tracker.enums import StaffRole, State
from tracker.models import Invitation, User
from tracker.staff.accounts.roles import NotYours, give_roles, roles_of

NEW = "words that nobody else puts together"


@pytest.fixture
def administrator(db) -> Client:
    return factories.at_desk(with_app(factories.staff("ada", StaffRole.ADMINISTRATOR)))


@pytest.fixture
def zed(db) -> User:
    return with_app(factories.staff("zed", StaffRole.ANALYST))


def invited(administrator, *roles, whom="Ned") -> str:
    """The address of the link, read off the one page that shows it."""
    typed = {"for_whom": whom, "given": roles or [StaffRole.ANALYST]}
    page = administrator.post(address(Invitation, "add"), typed)
    return re.search(r"http://testserver(/admin/invitation/[^<]+)", page.content.decode())[1]


def accepted(client, link, **typed):
    client.get(link)
    typed = {"username": "ned", "password": NEW, "again": NEW} | typed
    return client.post(reverse("accounts:accept"), typed)


# --- invitations ---


def test_somebody_invited_sets_name_password_and_second_factor(administrator, client):
    link = invited(administrator, StaffRole.ANALYST, StaffRole.REVIEWER)
    assert accepted(client, link).url == reverse("mfa_activate_totp")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert is_in(client)
    assert roles_of(User.objects.get(username="ned")) == {StaffRole.ANALYST, StaffRole.REVIEWER}


def test_a_link_works_once_and_its_token_is_kept_nowhere(administrator, client):
    link = invited(administrator)
    token = link.split("/")[-2]
    assert token not in str(Invitation.objects.values())
    accepted(client, link)
    other = Client()
    other.get(link)
    assert other.get(reverse("accounts:accept")).status_code == 410


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_an_old_link_does_not_work(administrator, client, how):
    link = invited(administrator)
    invitation = Invitation.objects.get()
    if how == "revoked":
        administrator.post(reverse("admin:tracker_invitation_revoke", args=[invitation.pk]))
    else:
        ago = timezone.now() - timedelta(days=4)
        past = {"made_at": ago, "expires_at": ago + timedelta(days=3)}
        Invitation.objects.all().delete()
        Invitation.objects.create(**vars_of(invitation) | past)
    assert accepted(client, link).status_code == 410


def vars_of(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_fields}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"password": "short pass", "again": "short pass"}, "password"),
        ({"again": "other words than before"}, "again"),
        ({"username": "ZED"}, "username"),
        ({"username": "<ned>"}, "username"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_works(administrator, client, zed, typed, wrong):
    link = invited(administrator)
    assert list(accepted(client, link, **typed).context["form"].errors) == [wrong]
    assert accepted(client, link).status_code == 302


def test_nobody_signs_up(client, db):
    assert client.get("/admin/signup/").url.startswith(reverse("account_login"))


def test_an_account_is_set_up_anew_after_a_loss(administrator, client, zed):
    at_desk = factories.at_desk(zed)
    page = administrator.post(reverse("admin:tracker_user_anew", args=[zed.pk]))
    link = re.search(r"http://testserver(/admin/invitation/[^<]+)", page.content.decode())[1]
    assert not is_in(at_desk)
    give_password(client, "zed")
    assert give_code(client, code()).url == reverse("account_login")
    client = Client()
    client.get(link)
    client.post(reverse("accounts:accept"), {"password": NEW, "again": NEW})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert not Authenticator.objects.filter(user=zed).exists()


def test_an_invitation_cannot_be_changed_in_the_database_either(administrator):
    invited(administrator)
    with pytest.raises(IntegrityError, match="stays as it was made"), transaction.atomic():
        Invitation.objects.update(roles=["custodian"])


# --- roles ---


def test_who_only_manages_accounts_makes_no_custodian(administrator, zed):
    page = administrator.post(
        address(Invitation, "add"), {"for_whom": "Ned", "given": [StaffRole.CUSTODIAN]}
    )
    assert list(page.context["adminform"].form.errors) == ["given"]
    administrator.post(address(zed), {"held": ["analyst", "custodian"], "is_active": "on"})
    assert roles_of(zed) == {StaffRole.ANALYST}
    with pytest.raises(NotYours):
        give_roles(account=zed, roles=[StaffRole.CUSTODIAN], by=User.objects.get(username="ada"))


@pytest.mark.parametrize("page", ["change", "anew"])
def test_nor_takes_over_the_account_of_one(administrator, db, page):
    keeper = factories.staff("cus", StaffRole.CUSTODIAN)
    assert administrator.post(address(keeper, page)).status_code == 403


def test_nobody_manages_themselves(administrator):
    own = User.objects.get(username="ada")
    assert administrator.post(address(own), {"held": ["reviewer"]}).status_code == 403


def test_roles_are_changed_by_ticking_them(administrator, zed):
    data = open_form(administrator, address(zed)) | {"held": ["reviewer"]}
    save(administrator, address(zed), data)
    assert roles_of(zed) == {StaffRole.REVIEWER}


def test_nobody_is_a_superuser(zed):
    with pytest.raises(IntegrityError, match="rights_come_from_roles"), transaction.atomic():
        User.objects.update(is_superuser=True)


# --- the end of sessions ---


ENDS = {
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


@pytest.mark.parametrize("change", ENDS)
def test_all_sessions_end_however_it_was_changed(zed, change):
    browsers = [factories.at_desk(zed), factories.at_desk(zed)]
    assert [is_in(each) for each in browsers] == [True, True]
    with connection.cursor() as cursor:
        cursor.execute(ENDS[change], [zed.pk])
    assert [is_in(each) for each in browsers] == [False, False]


def test_a_row_saved_from_memory_brings_no_session_back(zed):
    old = User.objects.get(pk=zed.pk)
    at_desk = factories.at_desk(zed)
    give_roles(account=zed, roles=[StaffRole.REVIEWER])
    old.save()
    assert not is_in(at_desk)


def test_who_changes_the_password_stays_and_all_others_go(zed):
    here, elsewhere = factories.at_desk(zed), factories.at_desk(zed)
    typed = {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
    here.post(reverse("account_change_password"), typed)
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_who_makes_new_recovery_codes_stays_and_all_others_go(zed):
    here, elsewhere = factories.at_desk(zed), factories.at_desk(zed)
    shown = here.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert len(shown.context["unused_codes"]) == 10
    assert (is_in(here), is_in(elsewhere)) == (True, False)


# --- a fresh factor ---


@pytest.fixture
def person(db):
    return factories.person("Zed Example", state=State.DRAFT, published_at=None)


def test_publishing_a_person_asks_for_the_factor_again(person):
    factories.cited(person)
    reviewer = with_app(factories.staff("rev", StaffRole.REVIEWER))
    at_desk = factories.at_desk(reviewer, ago=700)
    where = address(person, "publish")
    again = at_desk.post(where)
    assert again.url == f"{reverse('mfa_reauthenticate')}?next={quote(where, safe='')}"
    assert at_desk.post(again.url, {"code": "000000", "next": where}).status_code == 200
    assert at_desk.post(again.url, {"code": code(), "next": where}).url == where
    assert messages(at_desk.post(where, follow=True)) == ["“Zed Example” is published."]


def test_what_was_being_sent_is_not_kept_meanwhile(person):
    at_desk = factories.at_desk(factories.staff("rev", StaffRole.REVIEWER), ago=700)
    at_desk.post(address(person, "publish"), {"reason": "a secret word"})
    assert "a secret word" not in str(dict(at_desk.session))


# --- commands ---


def test_the_first_administrator_comes_from_standard_input(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NEW}\n"))
    call_command("create_administrator", "ada", "--also", "custodian", stdout=io.StringIO())
    made = User.objects.get(username="ada")
    assert made.check_password(NEW)
    assert roles_of(made) == {StaffRole.ADMINISTRATOR, StaffRole.CUSTODIAN}


def test_the_first_administrator_needs_a_long_password(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="at least 15 characters"):
        call_command("create_administrator", "ada")
    assert not User.objects.exists()


def test_the_demo_account_signs_in_with_what_was_printed(client, db, settings):
    settings.DEBUG = True
    told = io.StringIO()
    call_command("create_demo_account", stdout=told)
    password = re.search(r"password  (\S+)", told.getvalue())[1]
    give_password(client, "demo", password)
    give_code(client, re.search(r"codes     (\d+)", told.getvalue())[1])
    assert is_in(client)


def test_there_is_no_demo_account_but_at_home(db):
    with pytest.raises(CommandError, match="Only for trying out"):
        call_command("create_demo_account")
