"""The desk in a real browser: nothing blocked by the policy, nothing asked of others."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from cases.models import Case
from tests import factories
from tests.browser.test_pages import OVERFLOW, WCAG
from tests.signing_in import code, with_app
from tests.staff_client import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page, live_server):
    """What the browser objects to, and every request to somebody else."""
    found = []
    page.on("console", lambda line: found.append(line.text) if line.type != "log" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(live_server.url)
            else found.append(f"outside: {request.url}")
        ),
    )
    return found


@pytest.fixture
def zed(transactional_db):
    return factories.person("Zed Example", state="draft", published_at=None)


@pytest.fixture
def at_desk(page, live_server, zed):
    """Logged in through the page itself."""
    with_app(factories.staff("analyst"))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_login", "analyst")
    page.fill("#id_password", factories.PASSWORD)
    page.click("button.button")
    page.fill("#id_code", code())
    page.click("text=Sign in >> nth=-1")
    page.wait_for_selector("#user-tools")
    return page


def test_every_kind_of_page_obeys_the_policy(complaints, at_desk, live_server, zed):
    part = factories.accused(person=zed)
    pages = [address(Case, "changelist"), address(Case, "add"), address(zed), address(part)]
    pages += [address(zed, page) for page in ("history", "delete", "publish", "withdraw")]
    pages += ["/admin/", reverse("admin:queue", args=["review"]), address(zed, "merge")]
    for where in pages:
        at_desk.goto(live_server.url + where)
        at_desk.wait_for_load_state("networkidle")
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_main_pages_are_accessible_and_fit(at_desk, live_server, zed, width, scheme):
    part = factories.accused(person=zed)
    at_desk.set_viewport_size({"width": width, "height": 800})
    at_desk.emulate_media(color_scheme=scheme)
    pages = ["/admin/", reverse("admin:queue", args=["unsourced"]), address(Case, "changelist")]
    pages += [address(part.case), address(zed), address(part), address(zed, "history")]
    found = {}
    for where in pages:
        at_desk.goto(live_server.url + where)
        wide, results = at_desk.evaluate(OVERFLOW), Axe().run(at_desk, options=WCAG)
        if wide > 0 or results.violations_count:
            found[where] = (wide, results.generate_report())
    assert found == {}


def test_a_case_is_logged_with_the_keyboard(complaints, at_desk, live_server, zed):
    at_desk.goto(live_server.url + address(Case, "add"))
    at_desk.fill("#id_title", "Invented case")
    at_desk.click("text=Add another Participation")
    at_desk.select_option("#id_participations-0-role", "accused")
    at_desk.focus("#id_participations-0-person + .select2 .select2-selection")
    at_desk.keyboard.press("Enter")
    at_desk.keyboard.type("zed")
    at_desk.wait_for_selector(f".select2-results__option:has-text('{zed.code}')")
    at_desk.keyboard.press("Enter")
    at_desk.focus("#id_title")
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_selector(".messagelist .success")
    assert [part.person for part in Case.objects.get().participations.all()] == [zed]
    assert complaints == []


def test_nothing_typed_is_lost_when_two_edit(complaints, at_desk, live_server, zed):
    at_desk.goto(live_server.url + address(zed))
    at_desk.fill("#id_nationality", "second")
    other = type(zed).objects.get(pk=zed.pk)
    other.nationality = "first"
    other.save()
    at_desk.click("input[name=_continue]")
    assert at_desk.locator(".field-nationality .errorlist").inner_text() == (
        "Saved meanwhile: “first”. You have: “second”."
    )
    assert at_desk.input_value("#id_nationality") == "second"
    assert complaints == []
