"""Role x route x method x object, as declared in tests/roles.py."""

from collections.abc import Iterator
from itertools import zip_longest

import pytest
from django.contrib import admin
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone

from cases.models import CasePair, Charge, PersonPair
from cases.staff.merging import merge
from tests import factories, roles
from tests.cases.desk_rows import one_of
from tests.signing_in import with_app
from tracker.models import ApiKey, ErrorReport, ImportRun, Invitation, Publishable
from tracker.staff.accounts.roles import record_models
from tracker.visibility.citation_coverage import owning_records

RECORDS = [model for model in record_models() if model in admin.site._registry]


@pytest.fixture(autouse=True)
def answers_are_not_drawn(monkeypatch):
    """Who may is decided before a page is drawn; drawing them all takes minutes."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def routes(resolver=None, prefix="", inside=False) -> Iterator[str]:
    """The name of every route below /admin/; those without one only lead on to one with."""
    for entry in (resolver or get_resolver()).url_patterns:
        below = inside or str(entry.pattern) == "admin/"
        if isinstance(entry, URLPattern):
            if inside and entry.name:
                yield f"{prefix}{entry.name}"
        elif below:
            yield from routes(
                entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, inside=True
            )


def page_of_record(name: str):
    """The kind of record and its page, of a route of the admin; None for others."""
    for model in RECORDS:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(start):
            return model, name.removeprefix(start)
    return None


def declared(name: str, state: str) -> str:
    """The row of the table about a route. KeyError: nobody has declared it."""
    if name in roles.SPECIAL:
        return roles.SPECIAL[name]
    found = page_of_record(name)
    if found is None:
        return roles.OTHERS[name]
    model, page = found
    if page == "choices" and not choosing(model):
        return roles.UNCHOSEN
    return {"draft": roles.DRAFT, "published": roles.DRAFT | roles.PUBLISHED}[state][page]


def differs_when_published(name: str) -> bool:
    """Records, and of the many kinds of facts, which all answer alike, one."""
    model, page = page_of_record(name) or (None, "")
    return page in roles.PUBLISHED and (issubclass(model, Publishable) or model is Charge)


# --- what is asked ---


def choosing(model) -> dict:
    """What the page of some link to such a record asks its choices with."""
    for link in model._meta.related_objects:
        if link.related_model in admin.site._registry and not link.many_to_many:
            opts = link.related_model._meta
            return {
                "app_label": opts.app_label,
                "model_name": opts.model_name,
                "field_name": link.field.name,
                "term": "",
            }
    return {}


def address(name: str, rows: dict) -> tuple[str, dict]:
    """An address of the route, about the row of its kind."""
    model, page = page_of_record(name) or (None, "")
    if page == "choices":
        return reverse(name), choosing(model)
    about = rows.get(model or name.removeprefix("admin:").rsplit("_", 1)[0])
    for args in ([], [getattr(about, "pk", 0)], [getattr(about, "pk", 0), "in_review"], ["token"]):
        try:
            return reverse(name, args=args), {}
        except NoReverseMatch:
            continue
    return {
        "admin:view_on_site": ("/admin/r/1/1/", {}),
        "admin:app_list": ("/admin/tracker/", {}),
    }[name]


def answer(client: Client, method: str, where: str, query: dict) -> str:
    """What came back, in the words of the table; nothing that was done stays done."""
    session = client.cookies.get("sessionid")
    with transaction.atomic():
        send = client.get if method == "GET" else client.post
        response = send(where, query)
        transaction.set_rollback(True)
    if session:  # signing out is not kept either
        client.cookies["sessionid"] = session.value
    if response.status_code == 302:
        return led_to(response.url)
    return {200: "answered"}.get(response.status_code, str(response.status_code))


def led_to(url: str) -> str:
    where, _, query = url.partition("?")
    words = {
        reverse("mfa_reauthenticate"): "again",
        reverse("account_login"): "sign in" if query else "answered",
        reverse("mfa_activate_totp"): "set up",
    }
    return words.get(where, "answered")


# --- a world with one row of each kind ---


def in_state(row, state):
    for each in [row, *owning_records(row)]:
        if isinstance(each, Publishable):
            shown = {
                "state": state,
                "published_at": timezone.now() if state == "published" else None,
            }
            type(each)._base_manager.filter(pk=each.pk).update(**shown)
            type(each)._base_manager.filter(pk=each.pk).update(last_edited_by=None)
    return row


def rows(state: str) -> dict:
    found = {model: in_state(one_of(model), state) for model in RECORDS}
    factories.api_key()
    maker = factories.staff("inviter", "administrator")
    invitation = Invitation(for_whom="Ned", roles=["analyst"], made_by=maker)
    invitation.draw()
    invitation.save()
    one, other, third = (factories.person() for _ in range(3))
    cases = factories.case(), factories.case()
    sent = ImportRun.objects.create(kind="people", origin="Ned", content=b"key,name\n")
    return found | {
        "cases_personpair": PersonPair.objects.create(first=one, second=other, score=0.9),
        "cases_casepair": CasePair.objects.create(first=cases[0], second=cases[1], score=0.9),
        "cases_merge": merge(kept=one, merged=third, reason="The same.", by=maker),
        "tracker_importrun": sent,
        "tracker_apikey": ApiKey.objects.get(),
        "tracker_errorreport": ErrorReport.objects.create(
            about="/about/", words="Wrong", received_at=timezone.now()
        ),
        "tracker_user": factories.staff("colleague", "analyst"),
        "tracker_invitation": invitation,
    }


def working(role: str) -> Client:
    return factories.at_desk(with_app(factories.staff(f"the_{role}", role)))


def difference(client, rows, expected) -> dict:
    """Where answers differ from what is expected of GET and POST."""
    wrong = {}
    for name, cells in expected.items():
        where, query = address(name, rows)
        for method, cell in zip_longest(("GET", "POST"), cells):
            found = answer(client, method, where, query)
            if found != cell:
                wrong[f"{method} {name}"] = f"{found}, not {cell}"
    return wrong


# --- tests ---


def test_every_route_is_declared():
    undeclared = []
    for name in routes():
        try:
            declared(name, "draft")
        except KeyError:
            undeclared.append(name)
    assert undeclared == []
    assert len(set(routes())) > 200


@pytest.mark.parametrize("state", ["draft", "published"])
@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_reaches_what_the_table_says(db, role, state):
    column, names = roles.ROLES.index(role), set(routes())
    if state == "published":
        names = {name for name in names if differs_when_published(name)}
    expected = {
        name: [roles.WORDS[letter] for letter in declared(name, state).split()[column]]
        for name in sorted(names)
    }
    assert difference(working(role), rows(state), expected) == {}


def test_a_visitor_reaches_the_way_in_alone(db):
    found = rows("published")
    expected = {name: ["sign in"] * 2 for name in set(routes()) - roles.ENTRANCE}
    assert difference(Client(), found, expected) == {}


def test_the_password_alone_opens_nothing_but_the_way_to_a_second_factor(db):
    """Every route and method, with the session of somebody who has no second factor yet."""
    found, user = rows("published"), factories.staff("ned", *roles.ROLES)
    client = Client()
    client.force_login(user)
    session = client.session
    session.update(factories.records(user, "password"))
    session.save()
    reached = roles.ENTRANCE | roles.SETTING_UP
    expected = {name: ["set up"] * 2 for name in set(routes()) - reached}
    assert difference(client, found, expected) == {}


def test_half_a_sign_in_opens_nothing(db):
    """Every route and method, of who gave the password and was then asked for the code."""
    found, user = rows("published"), with_app(factories.staff("ned", *roles.ROLES))
    client = Client()
    client.post(reverse("account_login"), {"login": "ned", "password": factories.PASSWORD})
    assert client.session["account_authentication_methods_user"] == str(user.pk)
    expected = {name: ["sign in"] * 2 for name in set(routes()) - roles.ENTRANCE}
    assert difference(client, found, expected) == {}


def test_nothing_without_a_name_answers_before_the_second_factor(client, db):
    for where in ("/admin/nothing/", "/admin/cases/person/1/", "/admin/cases/nothing/"):
        assert led_to(client.get(where).url) == "sign in"
