"""Every public page in a real browser, on a phone and a desktop: layout, errors, accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import sample_data
from tracker.languages.switching import address_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Collecting the elements that pass a rule takes a third of the time and is not needed.
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
WCAG = ONLY_VIOLATIONS | {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
# Rules whose result depends on the colour scheme; all others are checked once a page.
RULES_ABOUT_COLOUR = ONLY_VIOLATIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}
WIDTHS = [360, 1280]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def sample(transactional_db):
    return sample_data.build_story(people=3)


def problems_of(page, address: str) -> list[str]:
    """What is wrong with a page: errors of accessibility, overflow."""
    page.goto(address)
    report, overflow = Axe().run(page, options=WCAG), page.evaluate(OVERFLOW)
    problems = [report.generate_report()] if report.violations_count else []
    return [*problems, *([f"{overflow} px too wide"] if overflow > 0 else [])]


def problems_in_the_dark(page) -> list[str]:
    """What is wrong with the colours of the page at hand in the dark scheme."""
    page.emulate_media(color_scheme="dark")
    report = Axe().run(page, options=RULES_ABOUT_COLOUR)
    page.emulate_media(color_scheme="light")
    return [report.generate_report()] if report.violations_count else []


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_and_are_accessible(page, live_server, sample, complaints, width):
    page.set_viewport_size({"width": width, "height": 800})
    addresses = sample_data.page_addresses(sample)
    problems = {
        each: [*problems_of(page, live_server.url + each), *problems_in_the_dark(page)]
        for each in addresses
    }
    assert {address: problem for address, problem in problems.items() if problem} == {}
    assert [line for line in complaints if "404" not in line and "400" not in line] == []
    assert page.context.cookies() == []


def test_dark_scheme_is_checked(page):
    page.set_content(
        "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style>"
        "<main><h1>Title</h1><p>Unreadable in the dark</p></main>"
    )
    page.emulate_media(color_scheme="dark")
    assert Axe().run(page, options=RULES_ABOUT_COLOUR).violations_count == 1


def test_page_weight_is_at_most_100_kb(page, live_server, sample):
    """At most 100 kB are transferred for a page and its resources, with the cache disabled."""
    weights = {}
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.on(
        "requestfinished",
        lambda request: weights.update(
            {page.url: weights.get(page.url, 0) + request.sizes()["responseBodySize"]}
        ),
    )
    for address in sample_data.page_addresses(sample):
        page.goto(live_server.url + address)
    assert {url: weight for url, weight in weights.items() if weight > 100_000} == {}
    assert len(weights) > 20


def test_khmer_pages_fit_and_are_accessible_on_a_phone(page, live_server, sample, complaints):
    page.set_viewport_size({"width": 360, "height": 800})
    addresses = [address_in("km", each) for each in sample_data.page_addresses(sample)]
    problems = {each: problems_of(page, live_server.url + each) for each in addresses}
    assert {address: problem for address, problem in problems.items() if problem} == {}
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
    page.wait_for_load_state("networkidle")  # leaving the page would abort a request
    page.keyboard.press("Tab")  # to the button
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + sample.provision.get_absolute_url())
    assert complaints == []


def test_search_is_not_stored_in_the_browser(page, live_server, sample):
    page.goto(f"{live_server.url}/search/?q=secretword")
    storage = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert page.evaluate(storage) == "[{},{}]"
