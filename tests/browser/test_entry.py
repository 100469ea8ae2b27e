"""Entry page in a real browser: logging by keyboard, publishing, pasting forty rows."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import Case, Charge, Event, Participation, Person
from tests import factories
from tests.browser.test_pages import OVERFLOW, WCAG
from tests.staff_client import staff_url
from tracker.models import Source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Keys:
    """Keyboard that counts actions: a text typed into a field is one, a key pressed is one."""

    def __init__(self, page):
        self.keyboard, self.actions = page.keyboard, 0

    def type(self, *texts: str) -> None:
        """Type each text into its field, with Tab between them; an empty text skips its field."""
        for position, text in enumerate(texts):
            if position:
                self.press("Tab")
            if text:
                self.keyboard.type(text)
                self.actions += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keyboard.press(key)
            self.actions += 1

    def row(self, *texts: str) -> None:
        """Type a row and press Enter."""
        self.type(*texts)
        self.press("Enter")


@pytest.fixture
def sign_in(page, live_server):
    """Function that gives the browser page the session of a test client."""

    def use_session(client):
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([session | {"domain": "localhost", "path": "/admin/"}])
        page.set_viewport_size({"width": 1280, "height": 900})
        return page

    return use_session


@pytest.fixture
def code(transactional_db):
    law = factories.law(title="Invented Code", slug="invented-code")
    return [factories.provision(number, law=law) for number in ("494", "495")]


def log(keys: Keys) -> None:
    """Type a case with three people, two charges each, five events and two sources."""
    keys.row("Invented case of three")
    keys.row("Invented news", "p. 1", "News article")
    keys.row("Invented report", "p. 7", "Report")
    keys.press("Enter")
    keys.row("Zed Example", "IC 494, 495")
    keys.row("Ypsilon Sample", '"')
    keys.row("Xaver Specimen", '"')
    keys.press("Enter")
    keys.row("Arrest", "5 Nov 2020")
    keys.row("Charge", "Nov 2020")
    keys.row("Trial", "2021-02")
    keys.row("Verdict", "May 2021", "Convicted")
    keys.row("Release", "2022")
    keys.press("Control+Enter")


def publish(page, live_server, record) -> None:
    page.goto(live_server.url + staff_url(record))
    page.click(".steps button:has-text('Publish')")
    page.wait_for_selector(".state.published")


def test_case_is_logged_published_and_found(
    page, live_server, complaints, code, sign_in, analyst, reviewer, partner
):
    page = sign_in(analyst)
    page.goto(f"{live_server.url}/admin/cases/case/entry/")
    keys = Keys(page)
    log(keys)
    page.wait_for_selector(".messagelist .success")
    case = Case.objects.get()
    kinds = (Participation, Charge, Event, Source)
    assert [kind.objects.count() for kind in kinds[:3]] == [3, 6, 5]
    assert {c.status for c in Charge.objects.with_status()} == {"convicted"}
    assert keys.actions < 60  # 51
    assert complaints == []

    page = sign_in(reviewer)
    for record in [*Source.objects.exclude(state="published"), *Person.objects.all(), case]:
        publish(page, live_server, record)
    page.goto(live_server.url + case.get_absolute_url())
    assert page.locator("h1").inner_text() == "Invented case of three"
    assert all(name in page.inner_text("main") for name in ("Zed Example", "Xaver Specimen"))
    result = partner.get(f"/api/v1/cases/{case.code}/").json()
    assert (result["title"], len(result["participations"])) == ("Invented case of three", 3)


def test_typed_data_outlives_the_session(page, live_server, complaints, sign_in, analyst, code):
    page = sign_in(analyst)
    page.goto(f"{live_server.url}/admin/cases/case/entry/")
    page.keyboard.type("Half typed")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-kept] a")
    assert page.input_value("#id_title") == "Half typed"
    sign_in(analyst)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist .success")
    assert Case.objects.get().title == "Half typed"


def test_double_click_creates_one_case(page, live_server, sign_in, analyst, code):
    page = sign_in(analyst)
    page.goto(f"{live_server.url}/admin/cases/case/entry/")
    page.keyboard.type("Invented case")
    page.dblclick("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert Case.objects.count() == 1


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_entry_pages_are_accessible_and_fit(
    page, live_server, sign_in, analyst, code, width, scheme
):
    factories.person("Zed Example")
    case = factories.charge(under=code[0]).participation.case
    page = sign_in(analyst)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    problems = {}
    for path in (f"{case.pk}/entry/", f"{case.pk}/grid/", "entry/"):
        page.goto(f"{live_server.url}/admin/cases/case/{path}")
        if path == "entry/":
            page.fill("#id_people-0-who", "Zedd Example")
            page.wait_for_selector(".alike")
        overflow = page.evaluate(OVERFLOW)
        report = Axe().run(page, options=WCAG)
        if overflow > 0 or report.violations_count:
            problems[path] = (overflow, report.generate_report())
    assert problems == {}


def test_forty_rows_are_pasted_at_once(page, live_server, complaints, sign_in, analyst, code):
    case = factories.case(title="Invented mass trial", state="draft", published_at=None)
    zed = factories.person("Zed Example")
    table = ["Zedd Example | accused | IC 495 | convicted | 18 months, 6 suspended | yes"]
    table += [f"Invented Name{n} | accused | IC 494, 495 | convicted | 5 years" for n in range(39)]
    page = sign_in(analyst)
    page.goto(live_server.url + f"/admin/cases/case/{case.pk}/grid/")
    page.fill("#id_source-source", "Invented verdict")
    page.fill("#id_source-place", "p. 1-9")
    page.select_option("#id_source-kind", "court_paper")
    page.fill("#id_happened_on", "5 Nov 2020")
    page.fill("#id_pasted", "\n".join(table))
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".preview")
    assert page.inner_text(".counts").split("\n")[0].startswith("1 doubtful")
    assert Participation.objects.count() == 0
    page.check(f"input[value={zed.code}]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist .success")
    counts = [kind.objects.count() for kind in (Participation, Person, Charge, Event)]
    assert counts == [40, 40, 79, 1]
    assert complaints == []
