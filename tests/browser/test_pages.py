"""Every public page in a real browser, on a phone and on a desk: calm, whole, accessible."""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import sample_data
from tracker.languages.switching import address_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = [360, 1280]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def complaints(page, live_server):
    """What the browser objects to, and every request to somebody else."""
    found = []
    page.on("console", lambda line: found.append(line.text) if "400" not in line.text else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda request: found.append(request.url) if outside(request) else None)

    def outside(request):
        return not request.url.startswith(live_server.url)

    return found


@pytest.fixture
def told(transactional_db):
    return sample_data.build(people=3)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_whole_and_quiet(page, live_server, told, complaints, width):
    page.set_viewport_size({"width": width, "height": 800})
    overflowing = {}
    for address in sample_data.addresses(told):
        page.goto(live_server.url + address)
        overflowing[address] = page.evaluate(OVERFLOW)
    assert {address: by for address, by in overflowing.items() if by > 0} == {}
    assert [line for line in complaints if "404" not in line] == []
    assert page.context.cookies() == []


def test_the_first_view_of_every_page_is_light(page, live_server, told):
    """At most 100 kB with all it loads, over the line, from an empty cache."""
    weights = {}
    page.on(
        "requestfinished",
        lambda request: weights.update(
            {page.url: weights.get(page.url, 0) + request.sizes()["responseBodySize"]}
        ),
    )
    for address in sample_data.addresses(told):
        page.goto(live_server.url + address, wait_until="networkidle")
    assert {url: weight for url, weight in weights.items() if weight > 100_000} == {}
    assert len(weights) > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible(page, live_server, told, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    violations = {}
    for address in sample_data.addresses(told):
        page.goto(live_server.url + address)
        results = Axe().run(page, options=WCAG)
        if results.violations_count:
            violations[address] = results.generate_report()
    assert violations == {}


def test_every_page_in_khmer_is_whole_and_accessible_on_a_phone(
    page, live_server, told, complaints
):
    page.set_viewport_size({"width": 360, "height": 800})
    wrong = {}
    for address in map(partial(address_in, "km"), sample_data.addresses(told)):
        page.goto(live_server.url + address)
        report = Axe().run(page, options=WCAG)
        overflow = page.evaluate(OVERFLOW)
        if overflow > 0 or report.violations_count:
            wrong[address] = (overflow, report.generate_report())
    assert wrong == {}
    assert [line for line in complaints if "404" not in line] == []


def test_only_pages_in_khmer_fetch_the_khmer_font(page, live_server, transactional_db):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{live_server.url}/about/", wait_until="networkidle")
    assert fonts(fetched) <= {"noto-sans-khmer-language.woff2"}  # none where the device has it
    page.goto(f"{live_server.url}/km/about/", wait_until="networkidle")
    assert fonts(fetched) <= {"noto-sans-khmer-language.woff2", "noto-sans-khmer.woff2"}


def fonts(fetched: list[str]) -> set[str]:
    return {url.rpartition("/")[2] for url in fetched if "woff2" in url}


def test_a_filter_works_without_script(page, live_server, told):
    page.set_viewport_size({"width": 360, "height": 800})  # on a desk the filters stand open
    page.goto(f"{live_server.url}/cases/")
    page.click("text=Filter this list")
    page.check("[name=provision][value='story-law-2001/7-bis']")
    page.click(".filter-form button[type=submit]")
    assert "provision=story-law-2001%2F7-bis" in page.url
    assert "1 case" in page.inner_text("main")


def test_a_mark_leads_to_its_source(page, live_server, told):
    page.goto(live_server.url + told.provision.get_absolute_url())
    mark = page.locator("a.mark").first
    mark.click()
    target = page.url.split("#")[1]
    assert "invented words" in page.inner_text(f"#{target}")


def test_suggestions_come_while_typing_by_keyboard_alone(page, live_server, told, complaints):
    page.goto(f"{live_server.url}/laws/")
    page.focus("#q-head")
    page.keyboard.type("art. 7 bis")
    page.wait_for_selector("#suggestions-head a")
    page.keyboard.press("Tab")  # to the button
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + told.provision.get_absolute_url())
    assert complaints == []


def test_the_browser_keeps_nothing_of_a_search(page, live_server, told):
    page.goto(f"{live_server.url}/search/?q=secretword")
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert page.evaluate(kept) == "[{},{}]"
