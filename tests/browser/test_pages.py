"""Every public page in a real browser, on a phone and a desktop: layout, errors, accessibility."""

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
def sample(transactional_db):
    return sample_data.build_story(people=3)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_without_browser_errors(page, live_server, sample, complaints, width):
    page.set_viewport_size({"width": width, "height": 800})
    overflowing = {}
    for address in sample_data.page_addresses(sample):
        page.goto(live_server.url + address)
        overflowing[address] = page.evaluate(OVERFLOW)
    assert {address: px for address, px in overflowing.items() if px > 0} == {}
    assert [line for line in complaints if "404" not in line and "400" not in line] == []
    assert page.context.cookies() == []


def test_page_weight_is_at_most_100_kb(page, live_server, sample):
    """At most 100 kB are transferred for a page and its resources, from an empty cache."""
    weights = {}
    page.on(
        "requestfinished",
        lambda request: weights.update(
            {page.url: weights.get(page.url, 0) + request.sizes()["responseBodySize"]}
        ),
    )
    for address in sample_data.page_addresses(sample):
        page.goto(live_server.url + address, wait_until="networkidle")
    assert {url: weight for url, weight in weights.items() if weight > 100_000} == {}
    assert len(weights) > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_accessible(page, live_server, sample, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    violations = {}
    for address in sample_data.page_addresses(sample):
        page.goto(live_server.url + address)
        results = Axe().run(page, options=WCAG)
        if results.violations_count:
            violations[address] = results.generate_report()
    assert violations == {}


def test_khmer_pages_fit_and_are_accessible_on_a_phone(page, live_server, sample, complaints):
    page.set_viewport_size({"width": 360, "height": 800})
    problems = {}
    for address in map(partial(address_in, "km"), sample_data.page_addresses(sample)):
        page.goto(live_server.url + address)
        report = Axe().run(page, options=WCAG)
        overflow = page.evaluate(OVERFLOW)
        if overflow > 0 or report.violations_count:
            problems[address] = (overflow, report.generate_report())
    assert problems == {}
    assert [line for line in complaints if "404" not in line and "400" not in line] == []


def test_only_khmer_pages_fetch_the_khmer_font(page, live_server, transactional_db):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{live_server.url}/about/", wait_until="networkidle")
    assert fonts(fetched) <= {"noto-sans-khmer-language.woff2"}  # none where the device has it
    page.goto(f"{live_server.url}/km/about/", wait_until="networkidle")
    assert fonts(fetched) <= {"noto-sans-khmer-language.woff2", "noto-sans-khmer.woff2"}


def fonts(fetched: list[str]) -> set[str]:
    """File names of the fonts among the URLs."""
    return {url.rpartition("/")[2] for url in fetched if "woff2" in url}


def test_filter_form_works_without_script(page, live_server, sample):
    page.set_viewport_size({"width": 360, "height": 800})  # on a desktop the filters are expanded
    page.goto(f"{live_server.url}/cases/")
    page.click("text=Filter this list")
    page.check("[name=provision][value='story-law-2001/7-bis']")
    page.click(".filter-form button[type=submit]")
    assert "provision=story-law-2001%2F7-bis" in page.url
    assert "1 case" in page.inner_text("main")


def test_citation_mark_links_to_its_source(page, live_server, sample):
    page.goto(live_server.url + sample.provision.get_absolute_url())
    mark = page.locator("a.mark").first
    mark.click()
    target = page.url.split("#")[1]
    assert "invented words" in page.inner_text(f"#{target}")


def test_search_suggestions_work_by_keyboard(page, live_server, sample, complaints):
    page.goto(f"{live_server.url}/laws/")
    page.focus("#q-head")
    page.keyboard.type("art. 7 bis")
    page.wait_for_selector("#suggestions-head a")
    page.keyboard.press("Tab")  # to the button
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + sample.provision.get_absolute_url())
    assert complaints == []


def test_search_is_not_stored_in_the_browser(page, live_server, sample):
    page.goto(f"{live_server.url}/search/?q=secretword")
    storage = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert page.evaluate(storage) == "[{},{}]"
