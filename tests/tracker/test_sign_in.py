"""The way in: password, second factor, and how long it lasts."""

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
    HOME,
    SECRET,
    code,
    give_code,
    give_password,
    is_in,
    recovery_codes,
    with_app,
)
from tracker.models import FailedSignIn, User
from tracker.staff.accounts.throttle import MOST

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def zed(db) -> User:
    """An analyst with an authenticator app."""
    return with_app(factories.staff("zed", "analyst"))


def said(response) -> list[str]:
    form = response.context["form"]
    return [line for lines in form.errors.values() for line in lines]


# --- two factors ---


def test_password_and_code_open_the_desk(client, zed):
    assert give_password(client, "zed").url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert give_code(client, code()).url == HOME
    assert is_in(client)


def test_a_code_works_once(client, zed):
    typed = code()
    for browser in (client, Client()):
        give_password(browser, "zed")
        give_code(browser, typed)
    assert (is_in(client), is_in(browser)) == (True, False)


def test_a_recovery_code_works_once(client, zed):
    typed = recovery_codes(zed)[3]
    for browser in (client, Client()):
        give_password(browser, "zed")
        give_code(browser, typed)
    assert (is_in(client), is_in(browser)) == (True, False)


def test_a_code_that_was_not_asked_for_is_nothing(client, zed):
    assert give_code(client, code()).url == reverse("account_login")
    assert not is_in(client)


def test_who_has_no_factor_sets_one_up_before_anything_else(client, db):
    factories.staff("ned")
    give_password(client, "ned")
    assert client.get(HOME).url == reverse("mfa_activate_totp")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    assert len(done.context["unused_codes"]) == 10
    assert is_in(client)
    again = client.get(reverse("mfa_view_recovery_codes"))
    assert set(again.context["unused_codes"]) == {"****"}


def test_a_session_that_skipped_the_factor_can_add_none(client, zed):
    """As if somebody had found a way past the page that asks for it."""
    client.force_login(zed)
    session = client.session
    session.update(factories.records(zed, "password"))
    session.save()
    page = client.get(reverse("mfa_add_webauthn"))
    assert page.url.startswith(reverse("account_login"))
    assert not client.session.get("_auth_user_id")


def test_the_last_factor_stays(zed):
    at_desk = factories.at_desk(zed)
    at_desk.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=zed, type="totp").count() == 1


def test_secrets_of_factors_are_kept_encrypted(zed):
    kept = str(list(Authenticator.objects.filter(user=zed).values_list("data", flat=True)))
    assert SECRET not in kept
    assert [c for c in recovery_codes(zed) if c in kept] == []
    assert kept.count("gAAAA") == 2


# --- guessing ---


@pytest.mark.parametrize("name", ["zed", "nobody"])
def test_guessing_a_password_is_slow_for_one_user_from_one_address(client, zed, name):
    for _ in range(MOST):
        [wrong] = said(give_password(client, name, "wrong"))
    [refused] = said(give_password(client, name))
    assert wrong == "The username and/or password you specified are not correct."
    assert refused == "Too many failures from this address. Please wait a quarter of an hour."


def test_nobody_locks_anybody_out_from_elsewhere(client, zed):
    for _ in range(MOST + 3):
        give_password(client, "zed", "wrong")
        give_password(client, "ned", "wrong", **ELSEWHERE)
    assert give_password(client, "zed", **ELSEWHERE).url == reverse("mfa_authenticate")


def test_one_user_of_an_office_locks_out_no_other(client, zed):
    with_app(factories.staff("ned"))
    for _ in range(MOST + 1):
        give_password(client, "zed", "wrong")
    assert give_password(client, "ned").url == reverse("mfa_authenticate")


def test_guessing_a_code_is_slow_and_signing_in_anew_does_not_help(client, zed):
    for _ in range(MOST):
        give_password(client, "zed")
        give_code(client, "000000")
        client = Client()
    give_password(client, "zed")
    assert said(give_code(client, code())) == [
        "Too many failures from this address. Please wait a quarter of an hour."
    ]
    give_password(client, "zed", **ELSEWHERE)
    assert give_code(client, code(), **ELSEWHERE).url == HOME


def test_after_a_quarter_of_an_hour_one_may_try_again(client, zed):
    for _ in range(MOST):
        give_password(client, "zed", "wrong")
    FailedSignIn.objects.update(failed_at=timezone.now() - timedelta(minutes=16))
    assert give_password(client, "zed").url == reverse("mfa_authenticate")


def test_what_is_kept_of_failures_names_nobody(client, zed):
    give_password(client, "zed", "wrong")
    [kept] = FailedSignIn.objects.values_list("digest", flat=True)
    assert len(kept) == 64


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_who_left_is_answered_as_if_there_were_nobody(client, zed, lost):
    at_desk = factories.at_desk(zed)
    User.objects.filter(pk=zed.pk).update(**{lost: False})
    assert not is_in(at_desk)
    assert said(give_password(client, "zed")) == said(give_password(client, "nobody", "wrong"))


# --- how long ---


@pytest.mark.parametrize(("minutes", "is_still_in"), [(29, True), (31, False)])
def test_an_idle_session_ends_after_half_an_hour(zed, minutes, is_still_in):
    at_desk = factories.at_desk(zed)
    assert is_in(at_desk)
    Session.objects.update(expire_date=F("expire_date") - timedelta(minutes=minutes))
    assert is_in(at_desk) == is_still_in


def test_a_session_in_use_goes_on(zed):
    at_desk = factories.at_desk(zed)
    session = at_desk.session
    session["touched_at"] -= 61
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert is_in(at_desk)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)


@pytest.mark.parametrize(("hours", "is_still_in"), [(11.9, True), (12.1, False)])
def test_a_busy_session_ends_after_twelve_hours(zed, hours, is_still_in):
    assert is_in(factories.at_desk(zed, ago=int(hours * 3600))) == is_still_in
