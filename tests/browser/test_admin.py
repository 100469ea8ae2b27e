"""The admin site in a real browser: no CSP violations, no requests to other hosts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from cases.models import Case
from tests import factories
from tests.browser.test_pages import OVERFLOW, WCAG
from tests.signing_in import add_authenticator_app, totp_code
from tests.staff_client import staff_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def zed(transactional_db):
    return factories.person("Zed Example", state="draft", published_at=None)


@pytest.fixture
def signed_in_page(page, live_server, zed):
    """A browser page signed in through the login form."""
    add_authenticator_app(factories.staff_user("analyst"))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_login", "analyst")
    page.fill("#id_password", factories.PASSWORD)
    page.click("button.button")
    page.fill("#id_code", totp_code())
    page.click("text=Sign in >> nth=-1")
    page.wait_for_selector("#user-tools")
    return page


def test_admin_pages_obey_the_content_security_policy(complaints, signed_in_page, live_server, zed):
    participation = factories.accused(person=zed)
    pages = [staff_url(Case, "changelist"), staff_url(Case, "add")]
    pages += [staff_url(record) for record in (zed, participation)]
    pages += [staff_url(zed, page) for page in ("history", "delete", "publish", "withdraw")]
    pages += ["/admin/", reverse("admin:queue", args=["review"]), staff_url(zed, "merge")]
    for path in pages:
        signed_in_page.goto(live_server.url + path)
        signed_in_page.wait_for_load_state("networkidle")
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_main_admin_pages_are_accessible_and_fit(signed_in_page, live_server, zed, width, scheme):
    participation = factories.accused(person=zed)
    signed_in_page.set_viewport_size({"width": width, "height": 800})
    signed_in_page.emulate_media(color_scheme=scheme)
    pages = ["/admin/", reverse("admin:queue", args=["unsourced"]), staff_url(Case, "changelist")]
    pages += [staff_url(record) for record in (participation.case, zed, participation)]
    pages += [staff_url(zed, "history")]
    problems = {}
    for path in pages:
        signed_in_page.goto(live_server.url + path)
        overflow = signed_in_page.evaluate(OVERFLOW)
        results = Axe().run(signed_in_page, options=WCAG)
        if overflow > 0 or results.violations_count:
            problems[path] = (overflow, results.generate_report())
    assert problems == {}


def test_case_is_added_by_keyboard(complaints, signed_in_page, live_server, zed):
    signed_in_page.goto(live_server.url + staff_url(Case, "add"))
    signed_in_page.fill("#id_title", "Invented case")
    signed_in_page.click("text=Add another Participation")
    signed_in_page.select_option("#id_participations-0-role", "accused")
    signed_in_page.focus("#id_participations-0-person + .select2 .select2-selection")
    signed_in_page.keyboard.press("Enter")
    signed_in_page.keyboard.type("zed")
    signed_in_page.wait_for_selector(f".select2-results__option:has-text('{zed.code}')")
    signed_in_page.keyboard.press("Enter")
    signed_in_page.focus("#id_title")
    signed_in_page.keyboard.press("Enter")
    signed_in_page.wait_for_selector(".messagelist .success")
    assert [part.person for part in Case.objects.get().participations.all()] == [zed]
    assert complaints == []


def test_conflicting_edit_keeps_the_typed_value(complaints, signed_in_page, live_server, zed):
    signed_in_page.goto(live_server.url + staff_url(zed))
    signed_in_page.fill("#id_nationality", "second")
    concurrent = type(zed).objects.get(pk=zed.pk)
    concurrent.nationality = "first"
    concurrent.save()
    signed_in_page.click("input[name=_continue]")
    assert signed_in_page.locator(".field-nationality .errorlist").inner_text() == (
        "Saved meanwhile: “first”. You have: “second”."
    )
    assert signed_in_page.input_value("#id_nationality") == "second"
    assert complaints == []
