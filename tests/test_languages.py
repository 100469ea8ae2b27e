"""English and Khmer: each page at two addresses, whole in both, linked to its twin."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories, sample_data
from tests.pages import ParsedPage, normalised
from tracker.languages import catalog, switching
from tracker.web.charts.text import SvgText

pytestmark = pytest.mark.django_db

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+[^>]*>")
MESSAGES = [message for message in catalog.gathered() if message.id]


def forms(message) -> tuple:
    return message if isinstance(message, tuple | list) else (message,)


@pytest.fixture
def told(db):
    return sample_data.build()


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """The answers to the addresses of a story in both languages, each asked once."""
    with django_db_blocker.unblock(), transaction.atomic():
        english = sample_data.addresses(sample_data.build())
        addresses = [*english, *(switching.address_in("km", address) for address in english)]
        given = {address: Client().get(address) for address in addresses}
        transaction.set_rollback(True)
    return given


@pytest.fixture(scope="module")
def khmer(answers) -> dict[str, str]:
    """The pages in Khmer."""
    found = {a: r.content.decode() for a, r in answers.items() if a.startswith("/km/")}
    assert len(found) > 30
    return found


# --- The catalogue ------------------------------------------------------------------------------


def test_every_string_has_a_translation_with_the_same_placeholders():
    kept, wrong = catalog.kept(), []
    for message in MESSAGES:
        found = kept.get(message.id, message.context)
        [said] = forms(found.string) if found else [""]
        wanted = sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
        if not said or sorted(PLACEHOLDER.findall(said)) != wanted:
            wrong.append(message.id)
    assert wrong == []


def test_the_catalogue_holds_no_doubtful_and_no_dead_entry():
    kept = [message for message in catalog.kept() if message.id]
    wanted = {(forms(message.id), message.context) for message in MESSAGES}
    assert [message.id for message in kept if message.fuzzy] == []
    assert {(forms(message.id), message.context) for message in kept} - wanted == set()


def test_strings_of_templates_and_code_are_gathered():
    ids = {message.id for message in MESSAGES}
    assert {"Skip to content", "Pre-trial detention", ("%(n)d case", "%(n)d cases")} - ids == set()


# --- Pages --------------------------------------------------------------------------------------


class Own(ParsedPage):
    """The words of a page that are not marked as being in another language."""

    VOID = ("meta", "link", "br", "input", "img", "hr")

    def __init__(self, html):
        self.marked = []
        super().__init__(html)

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if tag not in self.VOID:
            inside = bool(self.marked) and self.marked[-1]
            attrs = dict(attrs)
            is_code = tag == "script" or attrs.get("class") == "address"
            self.marked.append(inside or is_code or attrs.get("lang") == "en")

    def handle_endtag(self, tag):
        super().handle_endtag(tag)
        if tag not in self.VOID:
            self.marked.pop()

    def handle_data(self, data):
        if not (self.marked and self.marked[-1]):
            super().handle_data(data)


def test_no_page_in_khmer_says_anything_of_ours_in_english(khmer):
    english = {form for message in MESSAGES for form in forms(message.id) if "%(" not in form}
    with translation.override("km"):
        english = {text for text in english if translation.gettext(text) != text}
    sentences = {text for text in english if len(text) > 20}
    for address, html in khmer.items():
        words = Own(html).words
        nodes = {normalised(node).strip(" :;.,()") for node in words}
        text = normalised(" ".join(words))
        assert (address, nodes & english) == (address, set())
        assert (address, {one for one in sentences if one in text}) == (address, set())


def test_links_of_a_page_in_khmer_stay_in_khmer(khmer):
    for address, html in khmer.items():
        away = {link for link in ParsedPage(html).links.values() if leaves(link)}
        assert (address, away - {switching.address_in("en", address), "/"}) == (address, set())


def leaves(link: str) -> bool:
    """Whether it leads out of the Khmer pages, and not to what has no language."""
    stays = ("/km/", "/api/", "/akn/", "#", "?", "http")
    return bool(link) and not link.startswith(stays) and "feed.atom" not in link


def alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'hreflang="([\w-]+)"\s+href="http://testserver([^"]*)"', html))


def test_twins_name_each_other(answers, khmer):
    for address, html in khmer.items():
        twin = answers[switching.address_in("en", address)].content.decode()
        assert alternates(html) == alternates(twin)
        assert sorted(alternates(html)) == ["en", "km", "x-default"]
        assert [re.search('<html lang="(..)"', page)[1] for page in (html, twin)] == ["km", "en"]


def test_the_twin_keeps_the_filters(visitor):
    html = visitor.get("/km/cases/?category=journalist&place=x").content.decode()
    assert re.findall(r'href="([^"]*)"\s+lang="en"', html) == [
        "/cases/?category=journalist&amp;place=x"
    ]


def test_each_page_has_a_title_of_its_own(answers):
    titles = {}
    for address, answer in answers.items():
        if "?" not in address and b"<title>" in answer.content:
            [title] = re.findall(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
            titles.setdefault(normalised(title), []).append(address)
    assert [found for found in titles.values() if len(found) > 1] == []


def test_no_answer_depends_on_more_than_its_address(answers):
    for address, answer in answers.items():
        assert "Set-Cookie" not in answer.headers
        assert {"Cookie", "Accept-Language"} & set(answer.get("Vary", "").split(", ")) == set()
        assert answer["Content-Language"] == switching.language_of(address)


@pytest.mark.parametrize("address", ["/about/", "/km/about/", "/km/cases/", "/nothing/"])
def test_what_a_browser_wishes_changes_nothing(visitor, address):
    wishes = {"accept-language": "km" if "km" not in address else "en", "cookie": "language=km"}
    assert visitor.get(address).content == visitor.get(address, headers=wishes).content


@pytest.mark.parametrize("address", ["/healthz", "/feed.atom", "/sitemap.xml", "/api/v1/"])
def test_what_programs_read_has_one_address(visitor, address):
    assert visitor.get(address).status_code == 200
    assert visitor.get(f"/km{address}").status_code == 404


def test_the_api_names_pages_in_english(visitor, told):
    first = visitor.get("/api/v1/cases/").json()["results"][0]
    assert first["url"] == f"http://testserver{told.case.get_absolute_url()}"
    assert reverse("cases:case-list") == "/cases/"


# --- Texts of records ---------------------------------------------------------------------------


def test_khmer_comes_first_on_a_page_in_khmer_and_english_is_marked(visitor):
    law = factories.law(title="Story Law", title_km="ច្បាប់រឿង")
    address = law.get_absolute_url()
    headings = [
        re.search("<h1>(.*)</h1>", visitor.get(one).content.decode())[1]
        for one in (address, switching.address_in("km", address))
    ]
    assert headings == ["Story Law", "ច្បាប់រឿង"]
    law.title_km = ""
    law.save()
    html = visitor.get(switching.address_in("km", address)).content.decode()
    assert re.search("<h1>(.*)</h1>", html)[1] == '<span lang="en">Story Law</span>'


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("មាត្រា 39, Law on Songs", 'មាត្រា 39, <span lang="en">Law on Songs</span>'),
        ("a <b> & c", '<span lang="en">a &lt;b&gt; &amp; c</span>'),
        ("2020", "2020"),
    ],
)
def test_only_what_is_in_the_other_language_is_marked(text, marked):
    with translation.override("km"):
        assert switching.own(text) == marked


def test_a_secret_is_on_no_page_in_khmer(visitor, told):
    shy = factories.person("Secretcanary One", name_km="សម្ងាត់ណាស់")
    factories.charge(under=told.provision, of=factories.accused(case=told.case, person=shy))
    told.case.summary_km = "សម្ងាត់ណាស់ បានច្រៀង"
    told.case.save()
    type(shy).objects.filter(pk=shy.pk).update(display_policy="withheld")
    told_there = [told.case, told.provision, shy]
    addresses = [switching.address_in("km", record.get_absolute_url()) for record in told_there]
    for address in [*addresses, "/km/", "/km/people/", "/km/cases/", "/km/charges/"]:
        html = visitor.get(address).content.decode()
        assert (address, "Secretcanary" in html, "សម្ងាត់ណាស់" in html) == (address, False, False)


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        ("km", "Law on Songs", "en"),
        ("km", "មាត្រា 39, Law on Songs", ""),
        ("en", "ច្បាប់រឿង", "km"),
        ("en", "2020", ""),
    ],
)
def test_what_cannot_hold_a_mark_is_marked_as_a_whole(language, text, other):
    with translation.override(language):
        assert switching.foreign(text) == other


def test_words_of_records_in_a_drawing_are_marked_too():
    with translation.override("km"):
        drawn = SvgText(0, 0, "មាត្រា 39, Law <on> Songs").printed
    mark = '<tspan lang="en" xml:lang="en">Law &lt;on&gt; Songs</tspan>'
    assert drawn == f"មាត្រា 39, {mark}"
