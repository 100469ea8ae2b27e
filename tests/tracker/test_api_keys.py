"""API keys: made and revoked by staff, shown once, stored as a digest, refused uniformly."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.api import count_queries
from tests.factories import api_key, signed_in_client, staff_user
from tests.staff_client import form_errors, open_form, shown_messages, staff_url
from tracker.api.errors.problems import MEDIA_TYPE
from tracker.api.middleware.api_keys import KEY_CACHE_SECONDS
from tracker.api.openapi.schema import openapi_document
from tracker.models import API_KEY_PATTERN, ApiKey, User, digest_api_key
from tracker.visibility.public_reader import public_reader

pytestmark = pytest.mark.django_db

SOURCES = "/api/v1/sources/"
TODAY = timezone.localdate()


def submit_new_key(client, **typed):
    """The response to the form of a new key."""
    url = staff_url(ApiKey, "add")
    return client.post(url, open_form(client, url) | {"partner": "Invented NGO"} | typed)


def key_shown_in(response) -> str:
    [key] = re.findall(r'<code class="key">(.*?)</code>', response.content.decode())
    return key


def ask(client, key: str, path=SOURCES):
    return client.get(path, headers={"Authorization": f"Bearer {key}"})


# --- In the admin -------------------------------------------------------------------------------


def test_key_made_by_staff_is_accepted(reviewer, reviewer_user, visitor):
    key = key_shown_in(submit_new_key(reviewer, contact="by letter"))
    row = ApiKey.objects.get()
    assert API_KEY_PATTERN.fullmatch(key)["prefix"] == row.prefix
    assert (row.partner, row.contact, row.made_by) == (
        "Invented NGO",
        "by letter",
        reviewer_user,
    )
    assert row.expires_on == TODAY + timedelta(days=365)
    assert ask(visitor, key).status_code == 200


def test_key_is_shown_once_and_never_cached(reviewer):
    response = submit_new_key(reviewer)
    key, row = key_shown_in(response), ApiKey.objects.get()
    assert (response.status_code, "no-store" in response.headers["Cache-Control"]) == (200, True)
    pages = [staff_url(ApiKey, "changelist"), staff_url(row), staff_url(row, "history"), "/admin/"]
    bodies = [reviewer.get(page).content.decode() for page in pages]
    assert [row.prefix in body for body in bodies] == [True, True, True, False]
    assert [body for body in bodies if key[-64:] in body or row.digest in body] == []


def test_key_secret_is_in_no_table_no_session_and_no_log(reviewer, visitor, caplog):
    with caplog.at_level(logging.DEBUG):
        key = key_shown_in(submit_new_key(reviewer))
        ask(visitor, key)
        ask(visitor, key[:-1] + "x")
        reviewer.post(staff_url(ApiKey.objects.get(), "revoke"))
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    stored = "\n".join([*all_rows_as_text(), *sessions, caplog.text])
    prefix, secret = key.split("_")[1:]
    assert (prefix in stored, digest_api_key(key) in stored) == (True, True)
    assert secret[:-1] not in stored


def all_rows_as_text():
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM public."{table}" t')
            yield from (row for (row,) in cursor.fetchall())


def test_key_is_revoked_after_confirmation(reviewer):
    api_key()
    row = ApiKey.objects.get()
    assert reviewer.get(staff_url(row, "revoke")).status_code == 200
    assert ApiKey.objects.get().status == "works"
    response = reviewer.post(staff_url(row, "revoke"), follow=True)
    assert shown_messages(response) == ["The key of Invented NGO is revoked."]
    assert ApiKey.objects.get().status == "revoked"
    revoked_at = ApiKey.objects.get().revoked_at
    reviewer.post(staff_url(row, "revoke"))
    assert ApiKey.objects.get().revoked_at == revoked_at


def test_list_shows_the_status_of_each_key(reviewer):
    for state in ({}, {"is_revoked": True}, {"made_on": date(2020, 1, 1)}):
        api_key(**state)
    page = reviewer.get(staff_url(ApiKey, "changelist")).content.decode()
    assert re.findall(r'<span class="state \w*">(\w+)</span>', page) == [
        "Revoked",
        "Works",
        "Expired",
    ]


def test_key_must_expire_in_the_future(reviewer):
    response = submit_new_key(reviewer, expires_on=str(TODAY - timedelta(days=1)))
    assert form_errors(response) == {"expires_on": ["This day has passed."]}
    assert form_errors(submit_new_key(reviewer, expires_on=""))["expires_on"] == [
        "This field is required."
    ]
    assert submit_new_key(reviewer, expires_on=str(TODAY)).status_code == 200


def test_only_partner_and_contact_can_be_changed(reviewer):
    api_key()
    row = ApiKey.objects.get()
    before = ApiKey.objects.values().get()
    typed = {"contact": "new", "digest": "0" * 64, "prefix": "0" * 8, "expires_on": "2999-01-01"}
    reviewer.post(staff_url(row), open_form(reviewer, staff_url(row)) | typed)
    assert ApiKey.objects.values().get() == before | {"contact": "new"}
    assert reviewer.post(staff_url(row, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "revoke", "delete"])
def test_key_pages_are_for_administrators_only(page):
    api_key()
    user = User.objects.create_user("zed", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="apikey"))
    client = signed_in_client(user)
    target = ApiKey if page in ("changelist", "add") else ApiKey.objects.get()
    assert [client.get(staff_url(target, page)).status_code] == [403]
    assert client.post(staff_url(target, page)).status_code == 403


# --- Sent to the API ----------------------------------------------------------------------------


def test_every_invalid_key_gets_the_same_response(visitor):
    good, revoked, expired = api_key(), api_key(is_revoked=True), api_key(made_on=date(2020, 1, 1))
    unknown = good[:-1] + ("0" if good[-1] != "0" else "1")
    malformed = ["", "x", good.upper(), f"{good}0", good[5:], f" {good}", "klpt_ក", "\x00"]
    responses = [ask(visitor, key) for key in (revoked, expired, unknown, *malformed)]
    responses += [visitor.get(SOURCES, headers={"Authorization": sent}) for sent in ("", good)]
    responses.append(visitor.get(SOURCES, headers={"Authorization": f"Basic {good}"}))
    distinct = {(r.status_code, *sorted(r.headers.items()), r.content) for r in responses}
    [(status, *headers, _body)] = distinct
    assert status == 401
    assert dict(headers)["WWW-Authenticate"] == "Bearer"
    assert dict(headers)["Content-Type"] == MEDIA_TYPE
    assert responses[0].json()["title"] == "Unauthorized"


def test_authorization_scheme_is_case_insensitive(visitor):
    sent = {"Authorization": f"bearer {api_key()}"}
    assert visitor.get(SOURCES, headers=sent).status_code == 200


def test_key_in_the_query_string_is_an_unknown_parameter(visitor):
    assert visitor.get(f"{SOURCES}?key={api_key()}").status_code == 400


def test_pages_and_preflights_ignore_keys(visitor):
    assert ask(visitor, "wrong", "/cases/").status_code == 200
    assert visitor.options(SOURCES, headers={"Authorization": "wrong"}).status_code == 204


def test_response_with_a_key_is_the_same(visitor):
    anonymous, keyed = visitor.get(SOURCES), ask(visitor, api_key())
    assert keyed.content == anonymous.content
    differing = {n for n, value in keyed.headers.items() if anonymous.headers[n] != value}
    assert differing <= {"RateLimit-Limit", "RateLimit-Remaining"}


def test_cached_key_costs_no_query(visitor):
    anonymous = count_queries(visitor, SOURCES)
    partner = Client(headers={"Authorization": f"Bearer {api_key()}"})
    first, second = count_queries(partner, SOURCES), count_queries(partner, SOURCES)
    assert (first, second) == (
        anonymous + 5,
        anonymous,
    )  # once, a transaction of its own as the public role


def test_revoked_key_is_refused_after_a_minute(visitor, monkeypatch):
    monkeypatch.setattr("tracker.api.middleware.api_keys.monotonic", lambda: 1000.0)
    key = api_key()
    assert ask(visitor, key).status_code == 200
    ApiKey.objects.get().revoke()
    monkeypatch.setattr(
        "tracker.api.middleware.api_keys.monotonic", lambda: 1000.0 + KEY_CACHE_SECONDS - 0.1
    )
    assert ask(visitor, key).status_code == 200
    monkeypatch.setattr(
        "tracker.api.middleware.api_keys.monotonic", lambda: 1000.0 + KEY_CACHE_SECONDS
    )
    assert ask(visitor, key).status_code == 401


def test_key_is_valid_on_its_last_day():
    key, expired = api_key(expires_on=TODAY), api_key(made_on=TODAY - timedelta(days=366))
    assert [valid_prefix(digest_api_key(one)) for one in (key, expired)] == [
        API_KEY_PATTERN.fullmatch(key)["prefix"],
        None,
    ]


def valid_prefix(digest):
    with public_reader(), connection.cursor() as cursor:
        cursor.execute("SELECT good_key(%s)", [digest])
        return cursor.fetchone()[0]


# --- In the database ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"digest": "0" * 64}, "stays as it was made"),
        ({"prefix": "0" * 8}, "stays as it was made"),
        ({"expires_on": date(2999, 1, 1)}, "stays as it was made"),
        ({"revoked_at": None}, "stays revoked"),
        ({"partner": ""}, "api_key_names_its_partner"),
    ],
)
def test_database_refuses_changing_or_unrevoking_a_key(change, rule):
    api_key(is_revoked=True)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ApiKey.objects.update(**change)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"digest": "klpt_00000000_" + "0" * 50}, "api_key_is_kept_as_a_digest"),
        ({"prefix": "secret!"}, "api_key_is_kept_as_a_digest"),
        ({"expires_on": date(2020, 1, 1)}, "api_key_expires_after_it_is_made"),
        ({"revoked_at": timezone.now() - timedelta(days=1)}, "api_key_is_revoked_after"),
    ],
)
def test_database_refuses_an_invalid_key_row(fields, rule):
    row = ApiKey(partner="Invented NGO", made_by=staff_user("maker"))
    row.generate_secret()
    for name, value in fields.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        row.save()


def test_public_role_cannot_read_the_table_of_keys():
    with public_reader(), pytest.raises(DatabaseError, match="does not exist"):
        ApiKey.objects.count()


# --- Documentation --------------------------------------------------------------------------------


def test_openapi_document_describes_key_and_headers():
    openapi = openapi_document()
    assert openapi["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for methods in openapi["paths"].values():
        responses = methods["get"]["responses"]
        assert methods["get"]["security"] == [{"key": []}, {}]
        counted = frozenset({"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"})
        assert responses["200"]["headers"].keys() == counted | {"ETag"}
        assert responses["304"]["headers"].keys() == counted | {"ETag"}
        assert responses["400"]["headers"].keys() == counted
        assert responses["401"]["headers"].keys() == counted | {"WWW-Authenticate"}
        assert responses["429"]["headers"].keys() == counted | {"Retry-After"}


def test_reference_page_explains_keys_and_limits(visitor, settings):
    settings.API_LIMITS = {"anonymous": 60, "keyed": 600}
    page = visitor.get("/api/v1/docs/").content.decode()
    assert "Authorization: Bearer" in page
    assert re.findall(r"<strong>(\d+) requests a minute</strong>", page) == ["60", "600"]
