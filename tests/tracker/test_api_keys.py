"""Keys: made and revoked at the desk, shown once, kept as a digest, refused all alike."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.api import queries
from tests.factories import api_key, at_desk, staff
from tests.staff_client import address, errors, messages, open_form
from tracker.api.errors.problems import MEDIA_TYPE
from tracker.api.middleware.api_keys import KEPT
from tracker.api.openapi.schema import document
from tracker.models import KEY, ApiKey, User, digest_of
from tracker.visibility.public_reader import public_reader

pytestmark = pytest.mark.django_db

SOURCES = "/api/v1/sources/"
TODAY = timezone.localdate()


def make_at_desk(client, **typed):
    """The answer to the form of a new key."""
    where = address(ApiKey, "add")
    return client.post(where, open_form(client, where) | {"partner": "Invented NGO"} | typed)


def shown_in(response) -> str:
    [key] = re.findall(r'<code class="key">(.*?)</code>', response.content.decode())
    return key


def ask(client, key: str, path=SOURCES):
    return client.get(path, headers={"Authorization": f"Bearer {key}"})


# --- At the desk --------------------------------------------------------------------------------


def test_a_key_made_at_the_desk_works(reviewer, reviewer_user, visitor):
    key = shown_in(make_at_desk(reviewer, contact="by letter"))
    made = ApiKey.objects.get()
    assert KEY.fullmatch(key)["prefix"] == made.prefix
    assert (made.partner, made.contact, made.made_by) == (
        "Invented NGO",
        "by letter",
        reviewer_user,
    )
    assert made.expires_on == TODAY + timedelta(days=365)
    assert ask(visitor, key).status_code == 200


def test_it_is_shown_once_and_kept_by_nobody_on_the_way(reviewer):
    response = make_at_desk(reviewer)
    key, row = shown_in(response), ApiKey.objects.get()
    assert (response.status_code, "no-store" in response.headers["Cache-Control"]) == (200, True)
    pages = [address(ApiKey, "changelist"), address(row), address(row, "history"), "/admin/"]
    again = [reviewer.get(page).content.decode() for page in pages]
    assert [row.prefix in page for page in again] == [True, True, True, False]
    assert [page for page in again if key[-64:] in page or row.digest in page] == []


def test_its_secret_is_in_no_table_no_session_and_no_log(reviewer, visitor, caplog):
    with caplog.at_level(logging.DEBUG):
        key = shown_in(make_at_desk(reviewer))
        ask(visitor, key)
        ask(visitor, key[:-1] + "x")
        reviewer.post(address(ApiKey.objects.get(), "revoke"))
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    kept = "\n".join([*everything_stored(), *sessions, caplog.text])
    prefix, secret = key.split("_")[1:]
    assert (prefix in kept, digest_of(key) in kept) == (True, True)
    assert secret[:-1] not in kept


def everything_stored():
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM public."{table}" t')
            yield from (row for (row,) in cursor.fetchall())


def test_a_key_is_revoked_after_asking(reviewer):
    api_key()
    row = ApiKey.objects.get()
    assert reviewer.get(address(row, "revoke")).status_code == 200
    assert ApiKey.objects.get().status == "works"
    response = reviewer.post(address(row, "revoke"), follow=True)
    assert messages(response) == ["The key of Invented NGO is revoked."]
    assert ApiKey.objects.get().status == "revoked"
    ended = ApiKey.objects.get().revoked_at
    reviewer.post(address(row, "revoke"))
    assert ApiKey.objects.get().revoked_at == ended


def test_the_list_says_which_keys_work(reviewer):
    for state in ({}, {"is_revoked": True}, {"made_on": date(2020, 1, 1)}):
        api_key(**state)
    page = reviewer.get(address(ApiKey, "changelist")).content.decode()
    assert re.findall(r'<span class="state \w*">(\w+)</span>', page) == [
        "Revoked",
        "Works",
        "Expired",
    ]


def test_a_key_ends_on_a_day_to_come(reviewer):
    response = make_at_desk(reviewer, expires_on=str(TODAY - timedelta(days=1)))
    assert errors(response) == {"expires_on": ["This day has passed."]}
    assert errors(make_at_desk(reviewer, expires_on=""))["expires_on"] == [
        "This field is required."
    ]
    assert make_at_desk(reviewer, expires_on=str(TODAY)).status_code == 200


def test_only_the_names_can_be_changed_afterwards(reviewer):
    api_key()
    row = ApiKey.objects.get()
    before = ApiKey.objects.values().get()
    typed = {"contact": "new", "digest": "0" * 64, "prefix": "0" * 8, "expires_on": "2999-01-01"}
    reviewer.post(address(row), open_form(reviewer, address(row)) | typed)
    assert ApiKey.objects.values().get() == before | {"contact": "new"}
    assert reviewer.post(address(row, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "revoke", "delete"])
def test_keys_are_for_administrators(page):
    api_key()
    user = User.objects.create_user("zed", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="apikey"))
    client = at_desk(user)
    what = ApiKey if page in ("changelist", "add") else ApiKey.objects.get()
    assert [client.get(address(what, page)).status_code] == [403]
    assert client.post(address(what, page)).status_code == 403


# --- Sent to the API ----------------------------------------------------------------------------


def test_every_wrong_key_is_refused_alike(visitor):
    good, revoked, expired = api_key(), api_key(is_revoked=True), api_key(made_on=date(2020, 1, 1))
    unknown = good[:-1] + ("0" if good[-1] != "0" else "1")
    malformed = ["", "x", good.upper(), f"{good}0", good[5:], f" {good}", "klpt_ក", "\x00"]
    answers = [ask(visitor, key) for key in (revoked, expired, unknown, *malformed)]
    answers += [visitor.get(SOURCES, headers={"Authorization": sent}) for sent in ("", good)]
    answers.append(visitor.get(SOURCES, headers={"Authorization": f"Basic {good}"}))
    told = {(one.status_code, *sorted(one.headers.items()), one.content) for one in answers}
    [(status, *headers, _body)] = told
    assert status == 401
    assert dict(headers)["WWW-Authenticate"] == "Bearer"
    assert dict(headers)["Content-Type"] == MEDIA_TYPE
    assert answers[0].json()["title"] == "Unauthorized"


def test_the_scheme_may_be_written_in_any_case(visitor):
    sent = {"Authorization": f"bearer {api_key()}"}
    assert visitor.get(SOURCES, headers=sent).status_code == 200


def test_a_key_in_the_address_is_an_unknown_parameter(visitor):
    assert visitor.get(f"{SOURCES}?key={api_key()}").status_code == 400


def test_pages_and_preflights_do_not_look_at_keys(visitor):
    assert ask(visitor, "wrong", "/cases/").status_code == 200
    assert visitor.options(SOURCES, headers={"Authorization": "wrong"}).status_code == 204


def test_with_a_key_the_answer_is_the_same(visitor):
    bare, keyed = visitor.get(SOURCES), ask(visitor, api_key())
    assert keyed.content == bare.content
    differing = {name for name, value in keyed.headers.items() if bare.headers[name] != value}
    assert differing <= {"RateLimit-Limit", "RateLimit-Remaining"}


def test_a_known_key_costs_no_query(visitor):
    bare = queries(visitor, SOURCES)
    partner = Client(headers={"Authorization": f"Bearer {api_key()}"})
    first, second = queries(partner, SOURCES), queries(partner, SOURCES)
    assert (first, second) == (bare + 5, bare)  # a transaction of its own, as the public


def test_a_revoked_key_is_forgotten_within_a_minute(visitor, monkeypatch):
    monkeypatch.setattr("tracker.api.middleware.api_keys.monotonic", lambda: 1000.0)
    key = api_key()
    assert ask(visitor, key).status_code == 200
    ApiKey.objects.get().revoke()
    monkeypatch.setattr("tracker.api.middleware.api_keys.monotonic", lambda: 1000.0 + KEPT - 0.1)
    assert ask(visitor, key).status_code == 200
    monkeypatch.setattr("tracker.api.middleware.api_keys.monotonic", lambda: 1000.0 + KEPT)
    assert ask(visitor, key).status_code == 401


def test_a_key_works_on_its_last_day():
    key, over = api_key(expires_on=TODAY), api_key(made_on=TODAY - timedelta(days=366))
    assert [good(digest_of(one)) for one in (key, over)] == [KEY.fullmatch(key)["prefix"], None]


def good(digest):
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
def test_a_key_cannot_become_another_or_come_back(change, rule):
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
def test_the_database_refuses_a_key_that_is_none(fields, rule):
    row = ApiKey(partner="Invented NGO", made_by=staff("maker"))
    row.draw()
    for name, value in fields.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        row.save()


def test_the_public_asks_by_function_only():
    with public_reader(), pytest.raises(DatabaseError, match="does not exist"):
        ApiKey.objects.count()


# --- Described ------------------------------------------------------------------------------------


def test_the_openapi_document_names_key_and_headers():
    described = document()
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for methods in described["paths"].values():
        answers = methods["get"]["responses"]
        assert methods["get"]["security"] == [{"key": []}, {}]
        counted = frozenset({"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"})
        assert answers["200"]["headers"].keys() == counted | {"ETag"}
        assert answers["304"]["headers"].keys() == counted | {"ETag"}
        assert answers["400"]["headers"].keys() == counted
        assert answers["401"]["headers"].keys() == counted | {"WWW-Authenticate"}
        assert answers["429"]["headers"].keys() == counted | {"Retry-After"}


def test_the_guide_says_how_to_send_a_key_and_how_much_there_is(visitor, settings):
    settings.API_LIMITS = {"anonymous": 60, "keyed": 600}
    page = visitor.get("/api/v1/docs/").content.decode()
    assert "Authorization: Bearer" in page
    assert re.findall(r"<strong>(\d+) requests a minute</strong>", page) == ["60", "600"]
