"""The API guide in a real browser: no CSP violations, no requests to other hosts."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_api_guide_obeys_the_policy_and_fits_a_phone(page, live_server):
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("request", lambda request: messages.append(request.url))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.click("summary >> nth=0")
    assert [text for text in messages if not text.startswith(live_server.url)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
