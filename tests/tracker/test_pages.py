"""Rules for all public pages, and the pages of the tracker app."""

import pytest
from django.template.loader import render_to_string

from tests import factories, sample_data
from tests.pages import count_page_queries, read_page
from tests.shared_world_fixture import share_world
from tracker.web.footnotes import Footnotes, place_letters

pytestmark = pytest.mark.django_db

ORDINARY = slice(0, -3)  # the addresses of the sample data that respond with 200


made_once, sample = share_world(lambda _folder: sample_data.build_story(people=2))


def test_every_page_responds_without_cookie(visitor, sample):
    for address in sample_data.page_addresses(sample)[ORDINARY]:
        response = visitor.get(address)
        assert (address, response.status_code) == (address, 200)
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")


def test_pages_have_no_inline_script_or_style(visitor, sample):
    for address in sample_data.page_addresses(sample):
        html = visitor.get(address).content.decode()
        html = html.replace('<script type="application/ld+json">', "")  # data, not executed
        html = html.replace('<script src="/static/', "")
        assert (address, "<script" in html, "style=" in html) == (address, False, False)


def test_ids_are_unique_and_internal_links_resolve(visitor, sample):
    for address in sample_data.page_addresses(sample)[ORDINARY]:
        html = visitor.get(address).content.decode()
        page = read_page(visitor, address)
        ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
        assert (address, sorted(ids)) == (address, sorted(set(ids)))
        dead = {a for a in page.links.values() if a.startswith("#")} - {
            f"#{name}" for name in page.anchors
        }
        assert (address, dead) == (address, set())


def test_json_links_resolve(visitor, sample):
    for address in sample_data.page_addresses(sample)[ORDINARY]:
        for words, link in read_page(visitor, address).links.items():
            if words.endswith("as JSON"):
                assert (link, visitor.get(link).status_code) == (link, 200)


def test_pages_have_no_database_ids(visitor, sample):
    factories.source()  # so that ids and numbers of rows differ
    for address in sample_data.page_addresses(sample)[ORDINARY]:
        assert f'id="{sample.case.pk}"' not in visitor.get(address).content.decode()


@pytest.mark.parametrize(
    "address", ["/sources/", "/organisations/", "/figures/", "/disagreements/", "/measures/"]
)
def test_query_count_of_lists_does_not_depend_on_rows(visitor, sample, address):
    few = count_page_queries(visitor, address)
    for _ in range(10):
        sample_data.cite_source(factories.source(), sample.source)
        sample_data.cite_source(factories.organisation(), sample.source)
        sample_data.make_figure(sample.source)
        sample_data.make_disagreement(sample.provision, sample.case, sample.source)
        sample_data.make_measure(sample.provision, sample.organisation, sample.case, sample.source)
    assert count_page_queries(visitor, address) == few


def test_unknown_parameter_is_explained(visitor):
    page = read_page(visitor, "/sources/?knd=report", status=400)
    assert "There is no parameter “knd” here. Did you mean “kind”?" in page.text
    assert page.links["This page without any filter"] == "/sources/"


def test_all_bad_parameters_are_reported_at_once(visitor):
    page = read_page(visitor, "/sources/?kind=song&published=5/11/2020&page=x", status=400)
    assert "“song” is not one of the values." in page.text
    assert "Which day is “5/11/2020”?" in page.text


def test_hidden_source_responds_like_an_absent_one(visitor):
    hidden = factories.source(state="draft")
    answers = [visitor.get(f"/sources/{code}/") for code in (hidden.code, "S-000000")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert answers[0].headers.items() == answers[1].headers.items()


@pytest.mark.parametrize("address", ["/sources/S-%00/", "/sources/x/", "/nothing/", "/laws/%00/"])
def test_malformed_path_is_not_found(visitor, address):
    assert "There is no such page" in read_page(visitor, address, status=404).text


def test_source_page_lists_records_that_cite_it(visitor, sample):
    page = read_page(visitor, sample.source.get_absolute_url())
    for words in ("Invented arrests", "Story Law", "Invented block", "Songs banned"):
        assert words in page.links
    assert "2 people" in page.text


def test_active_filter_is_shown_and_can_be_removed(visitor):
    factories.source()
    page = read_page(visitor, "/sources/?kind=report&kind=letter")
    assert "Sources Kind: Report; Kind: Open letter" in page.text
    assert page.links["Kind: Report × remove this filter"] == "?kind=letter"
    assert page.links["This list as JSON"] == "/api/v1/sources/?kind=report&kind=letter"


def test_empty_list_suggests_removing_filters(visitor):
    page = read_page(visitor, "/sources/?kind=letter")
    assert "0 sources" in page.text
    assert "Remove one above to see more." in page.text


def test_pages_of_a_list_link_to_each_other(visitor):
    titles = (f"Report {number}" for number in range(100, 151))
    codes = [factories.source(title=title, kind="profile").code for title in titles]
    first = read_page(visitor, "/sources/?kind=profile").links
    assert first["Next page"] == f"?after={codes[49]}&kind=profile"
    second = read_page(visitor, f"/sources/{first['Next page']}").links
    assert second["Previous page"] == f"?before={codes[50]}&kind=profile"
    assert second["First page"] == "?kind=profile"
    assert "First page" not in first


def test_footnotes_number_sources_in_order_and_letter_their_places():
    first, second = factories.source(), factories.source()
    facts = [factories.organisation() for _ in range(3)]
    for fact, source in zip(facts, (first, second, first), strict=True):
        sample_data.cite_source(fact, source)
    facts[2].citations.update(locator="other words")
    notes = Footnotes(facts)
    assert [[place.mark for place in notes.marks_of(fact)] for fact in facts] == [
        ["1a"],
        ["2a"],
        ["1b"],
    ]


def test_footnotes_take_two_queries(django_assert_num_queries, sample):
    facts = [sample.case, sample.law, sample.measure, *sample.people]
    with django_assert_num_queries(2):
        Footnotes(facts)


def test_place_letters_continue_after_z():
    assert [place_letters(n) for n in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


@pytest.mark.parametrize("template", ["400.html", "404.html", "410.html", "500.html"])
def test_error_pages_need_neither_request_nor_database(template):
    assert "<h1>" in render_to_string(template)
