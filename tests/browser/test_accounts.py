"""The way in, in a real browser: an invitation, a passkey, the picture for the app."""

import pytest

from tests import factories
from tests.signing_in import code
from tracker.enums import StaffRole
from tracker.staff.accounts.invitations import invite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "words that nobody else puts together"
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def complaints(page, live_server):
    """What the browser objects to, and every request to somebody else."""
    found = []
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda request: found.append(request.url))
    return lambda: [line for line in found if not line.startswith(live_server.url)]


@pytest.fixture
def invited(page, live_server, transactional_db):
    """At the page that asks for a second factor, after a name and a password."""
    by = factories.staff("ada", StaffRole.ADMINISTRATOR)
    _invitation, token = invite(for_whom="Ned", roles=[StaffRole.ANALYST], by=by)
    page.goto(f"{live_server.url}/admin/invitation/{token}/")
    assert token not in page.url
    page.fill("#id_username", "ned")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".qr svg")
    return page


def sign_in(page, live_server):
    page.goto(f"{live_server.url}/admin/logout/")
    page.click("#content button")
    page.fill("#id_login", "ned")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")


def test_somebody_invited_comes_in_with_an_app_on_a_phone(invited, live_server, complaints):
    invited.set_viewport_size({"width": 360, "height": 800})
    assert invited.locator(".qr svg").bounding_box()["width"] > 150
    invited.fill("#id_code", code(invited.inner_text("code.key")))
    invited.keyboard.press("Enter")
    invited.wait_for_selector(".codes")
    first = invited.locator(".codes code").first.inner_text()
    assert invited.evaluate("document.documentElement.scrollWidth") <= 360
    sign_in(invited, live_server)
    invited.fill("#id_code", first)
    invited.keyboard.press("Enter")
    invited.wait_for_selector("#user-tools")
    assert complaints() == []


def test_a_passkey_is_a_second_factor(invited, live_server, complaints, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test server has no HTTPS
    browser = invited.context.new_cdp_session(invited)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    invited.click("text=Use a passkey or security key instead")
    invited.click("#add-key")
    invited.wait_for_selector(".codes")
    sign_in(invited, live_server)
    invited.click("#use-key")
    invited.wait_for_selector("#user-tools")
    assert complaints() == []
