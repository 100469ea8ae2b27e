"""Every role, route, method and record state against the table in tests/roles.py."""

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
from cases.staff.merging.actions import merge
from tests import factories, roles
from tests.cases.staff_rows import create_row
from tests.signing_in import add_authenticator_app
from tracker.models import ApiKey, ErrorReport, ImportRun, Invitation, Publishable
from tracker.staff.accounts.roles import record_models
from tracker.visibility.citation_coverage import owning_records

RECORDS = [model for model in record_models() if model in admin.site._registry]


@pytest.fixture(autouse=True)
def templates_are_not_rendered(monkeypatch):
    """Permissions are checked before rendering; rendering all pages would take minutes."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def routes(resolver=None, prefix="", inside=False) -> Iterator[str]:
    """Names of all routes below /admin/. Routes without a name only redirect to named ones."""
    for entry in (resolver or get_resolver()).url_patterns:
        is_admin = inside or str(entry.pattern) == "admin/"
        if isinstance(entry, URLPattern):
            if inside and entry.name:
                yield f"{prefix}{entry.name}"
        elif is_admin:
            yield from routes(
                entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, inside=True
            )


def record_page(name: str):
    """(model, page) of a route of a record admin; None for other routes."""
    for model in RECORDS:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(prefix):
            return model, name.removeprefix(prefix)
    return None


def declared_cells(name: str, state: str) -> str:
    """The table row of a route. Raises KeyError if it is not declared."""
    if name in roles.EXCEPTIONS:
        return roles.EXCEPTIONS[name]
    record_route = record_page(name)
    if record_route is None:
        return roles.OTHER_ROUTES[name]
    model, page = record_route
    if page == "choices" and not choices_query(model):
        return roles.NO_CHOICES
    return {"draft": roles.DRAFT_PAGES, "published": roles.DRAFT_PAGES | roles.PUBLISHED_PAGES}[
        state
    ][page]


def differs_when_published(name: str) -> bool:
    """Whether to test the route with published rows: records, and Charge for all facts."""
    model, page = record_page(name) or (None, "")
    return page in roles.PUBLISHED_PAGES and (issubclass(model, Publishable) or model is Charge)


# --- requests ---


def choices_query(model) -> dict:
    """Query parameters of an autocomplete request for a relation to the model, if there is one."""
    for relation in model._meta.related_objects:
        if relation.related_model in admin.site._registry and not relation.many_to_many:
            opts = relation.related_model._meta
            return {
                "app_label": opts.app_label,
                "model_name": opts.model_name,
                "field_name": relation.field.name,
                "term": "",
            }
    return {}


def route_address(name: str, rows: dict) -> tuple[str, dict]:
    """URL and query parameters of the route, with the row of its model as argument."""
    model, page = record_page(name) or (None, "")
    if page == "choices":
        return reverse(name), choices_query(model)
    row = rows.get(model or name.removeprefix("admin:").rsplit("_", 1)[0])
    for args in ([], [getattr(row, "pk", 0)], [getattr(row, "pk", 0), "in_review"], ["token"]):
        try:
            return reverse(name, args=args), {}
        except NoReverseMatch:
            continue
    return {
        "admin:view_on_site": ("/admin/r/1/1/", {}),
        "admin:app_list": ("/admin/tracker/", {}),
    }[name]


def request_answer(client: Client, method: str, url: str, query: dict) -> str:
    """Send a request and roll back; returns the answer as one of `roles.ANSWERS`, or a status."""
    session = client.cookies.get("sessionid")
    with transaction.atomic():
        send = client.get if method == "GET" else client.post
        response = send(url, query)
        transaction.set_rollback(True)
    if session:  # also undo a sign-out
        client.cookies["sessionid"] = session.value
    if response.status_code == 302:
        return redirect_answer(response.url)
    return {200: "answered"}.get(response.status_code, str(response.status_code))


def redirect_answer(url: str) -> str:
    path, _, query = url.partition("?")
    answers = {
        reverse("mfa_reauthenticate"): "again",
        reverse("account_login"): "sign in" if query else "answered",
        reverse("mfa_activate_totp"): "set up",
    }
    return answers.get(path, "answered")


# --- rows: one of each model ---


def set_state(row, state):
    for each in [row, *owning_records(row)]:
        if isinstance(each, Publishable):
            fields = {
                "state": state,
                "published_at": timezone.now() if state == "published" else None,
            }
            type(each)._base_manager.filter(pk=each.pk).update(**fields)
            type(each)._base_manager.filter(pk=each.pk).update(last_edited_by=None)
    return row


def create_rows(state: str) -> dict:
    records = {model: set_state(create_row(model), state) for model in RECORDS}
    factories.api_key()
    inviter = factories.staff_user("inviter", "administrator")
    invitation = Invitation(for_whom="Ned", roles=["analyst"], made_by=inviter)
    invitation.generate_secret()
    invitation.save()
    first, second, third = (factories.person() for _ in range(3))
    cases = factories.case(), factories.case()
    import_run = ImportRun.objects.create(kind="people", origin="Ned", content=b"key,name\n")
    return records | {
        "cases_personpair": PersonPair.objects.create(first=first, second=second, score=0.9),
        "cases_casepair": CasePair.objects.create(first=cases[0], second=cases[1], score=0.9),
        "cases_merge": merge(kept=first, merged=third, reason="The same.", by=inviter),
        "tracker_importrun": import_run,
        "tracker_apikey": ApiKey.objects.get(),
        "tracker_errorreport": ErrorReport.objects.create(
            about="/about/", words="Wrong", received_at=timezone.now()
        ),
        "tracker_user": factories.staff_user("colleague", "analyst"),
        "tracker_invitation": invitation,
    }


def signed_in_with_role(role: str) -> Client:
    return factories.signed_in_client(
        add_authenticator_app(factories.staff_user(f"the_{role}", role))
    )


def unexpected_answers(client, rows, expected) -> dict:
    """Answers to GET and POST that differ from the expected ones."""
    wrong = {}
    for name, cells in expected.items():
        url, query = route_address(name, rows)
        for method, cell in zip_longest(("GET", "POST"), cells):
            answer = request_answer(client, method, url, query)
            if answer != cell:
                wrong[f"{method} {name}"] = f"{answer}, not {cell}"
    return wrong


# --- tests ---


def test_every_route_is_declared():
    undeclared = []
    for name in routes():
        try:
            declared_cells(name, "draft")
        except KeyError:
            undeclared.append(name)
    assert undeclared == []
    assert len(set(routes())) > 200


@pytest.mark.parametrize("state", ["draft", "published"])
@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_gets_the_declared_answers(db, role, state):
    column, names = roles.ROLES.index(role), set(routes())
    if state == "published":
        names = {name for name in names if differs_when_published(name)}
    expected = {
        name: [roles.ANSWERS[letter] for letter in declared_cells(name, state).split()[column]]
        for name in sorted(names)
    }
    assert unexpected_answers(signed_in_with_role(role), create_rows(state), expected) == {}


def test_visitor_reaches_only_sign_in_routes(db):
    published = create_rows("published")
    expected = {name: ["sign in"] * 2 for name in set(routes()) - roles.PUBLIC_ROUTES}
    assert unexpected_answers(Client(), published, expected) == {}


def test_password_session_reaches_only_second_factor_setup(db):
    """All routes and methods with the session of a user without a second factor."""
    published, user = create_rows("published"), factories.staff_user("ned", *roles.ROLES)
    client = Client()
    client.force_login(user)
    session = client.session
    session.update(factories.authentication_session_data(user, "password"))
    session.save()
    reached = roles.PUBLIC_ROUTES | roles.SETUP_ROUTES
    expected = {name: ["set up"] * 2 for name in set(routes()) - reached}
    assert unexpected_answers(client, published, expected) == {}


def test_unfinished_sign_in_reaches_only_sign_in_routes(db):
    """All routes and methods after the password, while the code is still missing."""
    published, user = (
        create_rows("published"),
        add_authenticator_app(factories.staff_user("ned", *roles.ROLES)),
    )
    client = Client()
    client.post(reverse("account_login"), {"login": "ned", "password": factories.PASSWORD})
    assert client.session["account_authentication_methods_user"] == str(user.pk)
    expected = {name: ["sign in"] * 2 for name in set(routes()) - roles.PUBLIC_ROUTES}
    assert unexpected_answers(client, published, expected) == {}


def test_unnamed_routes_redirect_to_sign_in(client, db):
    for path in ("/admin/nothing/", "/admin/cases/person/1/", "/admin/cases/nothing/"):
        assert redirect_answer(client.get(path).url) == "sign in"
