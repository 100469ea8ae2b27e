"""The guide to the API in a real browser: plain, nothing blocked, nothing asked of others."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_guide_obeys_the_policy_and_fits_a_phone(page, live_server):
    complaints = []
    page.on("console", lambda line: complaints.append(line.text))
    page.on("request", lambda request: complaints.append(request.url))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.click("summary >> nth=0")
    assert [said for said in complaints if not said.startswith(live_server.url)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
