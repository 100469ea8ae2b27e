"""Invitation and second factors in a real browser: authenticator app and passkey."""

import pytest

from tests import factories
from tests.signing_in import totp_code
from tracker.enums import StaffRole
from tracker.staff.accounts.invitations import create_invitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "words that nobody else puts together"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def setup_page(page, live_server, transactional_db):
    """The page that asks for a second factor, after the choice of a name and a password."""
    by = factories.staff_user("ada", StaffRole.ADMINISTRATOR)
    _invitation, token = create_invitation(for_whom="Ned", roles=[StaffRole.ANALYST], by=by)
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


def test_invited_user_signs_in_with_an_authenticator_app(setup_page, live_server, complaints):
    setup_page.set_viewport_size({"width": 360, "height": 800})
    assert setup_page.locator(".qr svg").bounding_box()["width"] > 150
    setup_page.fill("#id_code", totp_code(setup_page.inner_text("code.key")))
    setup_page.keyboard.press("Enter")
    setup_page.wait_for_selector(".codes")
    recovery_code = setup_page.locator(".codes code").first.inner_text()
    assert setup_page.evaluate("document.documentElement.scrollWidth") <= 360
    sign_in(setup_page, live_server)
    setup_page.fill("#id_code", recovery_code)
    setup_page.keyboard.press("Enter")
    setup_page.wait_for_selector("#user-tools")
    assert complaints == []


def test_passkey_is_a_second_factor(setup_page, live_server, complaints, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test server has no HTTPS
    devtools = setup_page.context.new_cdp_session(setup_page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    setup_page.click("text=Use a passkey or security key instead")
    setup_page.wait_for_load_state()  # the button does nothing before its script ran
    setup_page.click("#add-key")
    setup_page.wait_for_selector(".codes")
    sign_in(setup_page, live_server)
    setup_page.wait_for_load_state()
    setup_page.click("#use-key")
    setup_page.wait_for_selector("#user-tools")
    assert complaints == []
