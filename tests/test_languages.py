"""English and Khmer: each page has two URLs, is fully translated and links to the other version."""

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
MESSAGES = [message for message in catalog.extract_catalog() if message.id]


def plural_forms(message) -> tuple:
    """Singular and plural of a msgid or msgstr; a tuple of one without plural."""
    return message if isinstance(message, tuple | list) else (message,)


@pytest.fixture
def sample(db):
    return sample_data.build_story()


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """Responses to all addresses of the sample data in both languages."""
    with django_db_blocker.unblock(), transaction.atomic():
        english = sample_data.page_addresses(sample_data.build_story())
        addresses = [*english, *(switching.address_in("km", address) for address in english)]
        responses = {address: Client().get(address) for address in addresses}
        transaction.set_rollback(True)
    return responses


@pytest.fixture(scope="module")
def khmer(answers) -> dict[str, str]:
    """HTML of the Khmer pages, by address."""
    pages = {a: r.content.decode() for a, r in answers.items() if a.startswith("/km/")}
    assert len(pages) > 30
    return pages


# --- The catalog --------------------------------------------------------------------------------


def test_every_string_has_a_translation_with_the_same_placeholders():
    translations, wrong = catalog.load_catalog(), []
    for message in MESSAGES:
        entry = translations.get(message.id, message.context)
        [text] = plural_forms(entry.string) if entry else [""]
        wanted = sorted(PLACEHOLDER.findall(plural_forms(message.id)[-1]))
        if not text or sorted(PLACEHOLDER.findall(text)) != wanted:
            wrong.append(message.id)
    assert wrong == []


def test_catalog_has_no_fuzzy_and_no_obsolete_entry():
    entries = [message for message in catalog.load_catalog() if message.id]
    wanted = {(plural_forms(message.id), message.context) for message in MESSAGES}
    assert [message.id for message in entries if message.fuzzy] == []
    assert {(plural_forms(message.id), message.context) for message in entries} - wanted == set()


def test_strings_of_templates_and_code_are_extracted():
    ids = {message.id for message in MESSAGES}
    assert {"Skip to content", "Pre-trial detention", ("%(n)d case", "%(n)d cases")} - ids == set()


# --- Pages --------------------------------------------------------------------------------------


class UnmarkedText(ParsedPage):
    """The text of a page that is not marked as English."""

    VOID = ("meta", "link", "br", "input", "img", "hr")

    def __init__(self, html):
        self.marked = []
        super().__init__(html)

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if tag not in self.VOID:
            is_inside = bool(self.marked) and self.marked[-1]
            attrs = dict(attrs)
            is_code = tag == "script" or attrs.get("class") == "address"
            self.marked.append(is_inside or is_code or attrs.get("lang") == "en")

    def handle_endtag(self, tag):
        super().handle_endtag(tag)
        if tag not in self.VOID:
            self.marked.pop()

    def handle_data(self, data):
        if not (self.marked and self.marked[-1]):
            super().handle_data(data)


def test_khmer_pages_have_no_untranslated_strings(khmer):
    english = {
        form for message in MESSAGES for form in plural_forms(message.id) if "%(" not in form
    }
    with translation.override("km"):
        english = {text for text in english if translation.gettext(text) != text}
    sentences = {text for text in english if len(text) > 20}
    for address, html in khmer.items():
        words = UnmarkedText(html).words
        nodes = {normalised(node).strip(" :;.,()") for node in words}
        text = normalised(" ".join(words))
        assert (address, nodes & english) == (address, set())
        assert (address, {sentence for sentence in sentences if sentence in text}) == (
            address,
            set(),
        )


def test_links_of_khmer_pages_stay_in_khmer(khmer):
    for address, html in khmer.items():
        outside = {link for link in ParsedPage(html).links.values() if is_outside_khmer(link)}
        assert (address, outside - {switching.address_in("en", address), "/"}) == (address, set())


def is_outside_khmer(link: str) -> bool:
    """Whether a link leads to an English page; addresses without language do not count."""
    allowed = ("/km/", "/api/", "/akn/", "#", "?", "http")
    return bool(link) and not link.startswith(allowed) and "feed.atom" not in link


def alternates(html: str) -> dict[str, str]:
    """Addresses of the language versions in the head of a page, by hreflang."""
    return dict(re.findall(r'hreflang="([\w-]+)"\s+href="http://testserver([^"]*)"', html))


def test_language_versions_link_to_each_other(answers, khmer):
    for address, html in khmer.items():
        english_page = answers[switching.address_in("en", address)].content.decode()
        assert alternates(html) == alternates(english_page)
        assert sorted(alternates(html)) == ["en", "km", "x-default"]
        assert [re.search('<html lang="(..)"', page)[1] for page in (html, english_page)] == [
            "km",
            "en",
        ]


def test_language_link_keeps_the_filters(visitor):
    html = visitor.get("/km/cases/?category=journalist&place=x").content.decode()
    assert re.findall(r'href="([^"]*)"\s+lang="en"', html) == [
        "/cases/?category=journalist&amp;place=x"
    ]


def test_page_titles_are_unique(answers):
    titles = {}
    for address, answer in answers.items():
        if "?" not in address and b"<title>" in answer.content:
            [title] = re.findall(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
            titles.setdefault(normalised(title), []).append(address)
    assert [addresses for addresses in titles.values() if len(addresses) > 1] == []


def test_responses_depend_on_the_url_only(answers):
    for address, answer in answers.items():
        assert "Set-Cookie" not in answer.headers
        assert {"Cookie", "Accept-Language"} & set(answer.get("Vary", "").split(", ")) == set()
        assert answer["Content-Language"] == switching.language_of_path(address)


@pytest.mark.parametrize("address", ["/about/", "/km/about/", "/km/cases/", "/nothing/"])
def test_accept_language_and_cookies_are_ignored(visitor, address):
    headers = {"accept-language": "km" if "km" not in address else "en", "cookie": "language=km"}
    assert visitor.get(address).content == visitor.get(address, headers=headers).content


@pytest.mark.parametrize("address", ["/healthz", "/feed.atom", "/sitemap.xml", "/api/v1/"])
def test_machine_readable_urls_have_no_khmer_version(visitor, address):
    assert visitor.get(address).status_code == 200
    assert visitor.get(f"/km{address}").status_code == 404


def test_api_links_to_english_pages(visitor, sample):
    first = visitor.get("/api/v1/cases/").json()["results"][0]
    assert first["url"] == f"http://testserver{sample.case.get_absolute_url()}"
    assert reverse("cases:case-list") == "/cases/"


# --- Texts of records ---------------------------------------------------------------------------


def test_khmer_page_prefers_khmer_text_and_marks_english(visitor):
    law = factories.law(title="Story Law", title_km="ច្បាប់រឿង")
    address = law.get_absolute_url()
    headings = [
        re.search("<h1>(.*)</h1>", visitor.get(path).content.decode())[1]
        for path in (address, switching.address_in("km", address))
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
def test_only_runs_in_the_other_language_are_marked(text, marked):
    with translation.override("km"):
        assert switching.localised_html(text) == marked


def test_withheld_name_is_on_no_khmer_page(visitor, sample):
    shy = factories.person("Secretcanary One", name_km="សម្ងាត់ណាស់")
    factories.charge(under=sample.provision, of=factories.accused(case=sample.case, person=shy))
    sample.case.summary_km = "សម្ងាត់ណាស់ បានច្រៀង"
    sample.case.save()
    type(shy).objects.filter(pk=shy.pk).update(display_policy="withheld")
    affected_records = [sample.case, sample.provision, shy]
    addresses = [
        switching.address_in("km", record.get_absolute_url()) for record in affected_records
    ]
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
def test_foreign_language_of_whole_texts(language, text, other):
    with translation.override(language):
        assert switching.foreign_language_of(text) == other


def test_foreign_text_in_svg_is_marked():
    with translation.override("km"):
        drawn = SvgText(0, 0, "មាត្រា 39, Law <on> Songs").markup
    mark = '<tspan lang="en" xml:lang="en">Law &lt;on&gt; Songs</tspan>'
    assert drawn == f"មាត្រា 39, {mark}"
