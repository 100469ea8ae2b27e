"""Sign-in: password, second factor, throttle, duration of sessions."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.signing_in import (
    STAFF_HOME,
    TOTP_SECRET,
    add_authenticator_app,
    is_signed_in,
    recovery_codes,
    submit_code,
    submit_password,
    totp_code,
)
from tracker.models import FailedSignIn, User
from tracker.staff.accounts.throttle import MAX_FAILURES

OTHER_NETWORK = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def zed(db) -> User:
    """An analyst with an authenticator app."""
    return add_authenticator_app(factories.staff_user("zed", "analyst"))


def form_error_lines(response) -> list[str]:
    form = response.context["form"]
    return [line for lines in form.errors.values() for line in lines]


# --- two factors ---


def test_password_and_code_sign_in(client, zed):
    assert submit_password(client, "zed").url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert submit_code(client, totp_code()).url == STAFF_HOME
    assert is_signed_in(client)


def test_totp_code_works_once(client, zed):
    digits = totp_code()
    for browser in (client, Client()):
        submit_password(browser, "zed")
        submit_code(browser, digits)
    assert (is_signed_in(client), is_signed_in(browser)) == (True, False)


def test_recovery_code_works_once(client, zed):
    digits = recovery_codes(zed)[3]
    for browser in (client, Client()):
        submit_password(browser, "zed")
        submit_code(browser, digits)
    assert (is_signed_in(client), is_signed_in(browser)) == (True, False)


def test_code_without_password_is_ignored(client, zed):
    assert submit_code(client, totp_code()).url == reverse("account_login")
    assert not is_signed_in(client)


def test_user_without_factor_must_set_one_up_first(client, db):
    factories.staff_user("ned")
    submit_password(client, "ned")
    assert client.get(STAFF_HOME).url == reverse("mfa_activate_totp")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)}, follow=True)
    assert len(response.context["unused_codes"]) == 10
    assert is_signed_in(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert set(page.context["unused_codes"]) == {"****"}


def test_session_without_factor_check_cannot_add_a_factor(client, zed):
    """A session with a password although the user has a factor is signed out."""
    client.force_login(zed)
    session = client.session
    session.update(factories.authentication_session_data(zed, "password"))
    session.save()
    page = client.get(reverse("mfa_add_webauthn"))
    assert page.url.startswith(reverse("account_login"))
    assert not client.session.get("_auth_user_id")


def test_last_factor_cannot_be_removed(zed):
    browser = factories.signed_in_client(zed)
    browser.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=zed, type="totp").count() == 1


def test_factor_secrets_are_stored_encrypted(zed):
    stored = str(list(Authenticator.objects.filter(user=zed).values_list("data", flat=True)))
    assert TOTP_SECRET not in stored
    assert [c for c in recovery_codes(zed) if c in stored] == []
    assert stored.count("gAAAA") == 2


# --- throttle ---


@pytest.mark.parametrize("name", ["zed", "nobody"])
def test_password_attempts_are_limited_per_user_and_network(client, zed, name):
    for _ in range(MAX_FAILURES):
        [wrong_password] = form_error_lines(submit_password(client, name, "wrong"))
    [throttled] = form_error_lines(submit_password(client, name))
    assert wrong_password == "The username and/or password you specified are not correct."
    assert throttled == "Too many failures from this address. Please wait a quarter of an hour."


def test_failures_from_another_network_do_not_lock_out_a_user(client, zed):
    for _ in range(MAX_FAILURES + 3):
        submit_password(client, "zed", "wrong")
        submit_password(client, "ned", "wrong", **OTHER_NETWORK)
    assert submit_password(client, "zed", **OTHER_NETWORK).url == reverse("mfa_authenticate")


def test_failures_of_one_user_do_not_lock_out_another(client, zed):
    add_authenticator_app(factories.staff_user("ned"))
    for _ in range(MAX_FAILURES + 1):
        submit_password(client, "zed", "wrong")
    assert submit_password(client, "ned").url == reverse("mfa_authenticate")


def test_code_attempts_are_limited_across_sessions(client, zed):
    for _ in range(MAX_FAILURES):
        submit_password(client, "zed")
        submit_code(client, "000000")
        client = Client()
    submit_password(client, "zed")
    assert form_error_lines(submit_code(client, totp_code())) == [
        "Too many failures from this address. Please wait a quarter of an hour."
    ]
    submit_password(client, "zed", **OTHER_NETWORK)
    assert submit_code(client, totp_code(), **OTHER_NETWORK).url == STAFF_HOME


def test_throttle_ends_after_fifteen_minutes(client, zed):
    for _ in range(MAX_FAILURES):
        submit_password(client, "zed", "wrong")
    FailedSignIn.objects.update(failed_at=timezone.now() - timedelta(minutes=16))
    assert submit_password(client, "zed").url == reverse("mfa_authenticate")


def test_failed_sign_ins_are_stored_as_digests(client, zed):
    submit_password(client, "zed", "wrong")
    [digest] = FailedSignIn.objects.values_list("digest", flat=True)
    assert len(digest) == 64


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_former_staff_get_the_same_error_as_unknown_users(client, zed, lost):
    browser = factories.signed_in_client(zed)
    User.objects.filter(pk=zed.pk).update(**{lost: False})
    assert not is_signed_in(browser)
    assert form_error_lines(submit_password(client, "zed")) == form_error_lines(
        submit_password(client, "nobody", "wrong")
    )


# --- duration of sessions ---


@pytest.mark.parametrize(("minutes", "is_still_in"), [(29, True), (31, False)])
def test_idle_session_ends_after_thirty_minutes(zed, minutes, is_still_in):
    browser = factories.signed_in_client(zed)
    assert is_signed_in(browser)
    Session.objects.update(expire_date=F("expire_date") - timedelta(minutes=minutes))
    assert is_signed_in(browser) == is_still_in


def test_active_session_is_extended(zed):
    browser = factories.signed_in_client(zed)
    session = browser.session
    session["touched_at"] -= 61
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert is_signed_in(browser)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)


@pytest.mark.parametrize(("hours", "is_still_in"), [(11.9, True), (12.1, False)])
def test_session_ends_after_twelve_hours(zed, hours, is_still_in):
    assert is_signed_in(factories.signed_in_client(zed, ago=int(hours * 3600))) == is_still_in
