"""Blocks with a number say unit, basis, default, scope and as of, and unnamed people apart."""

import re

import pytest

from cases.models import Case, Event
from cases.statistics.coverage import how_counted
from tests import factories as make, sample_data
from tests.pages import ParsedPage, listed_rows, read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db
DEFAULT = "where a source names the article, in cases about expression, assembly or association"


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


@pytest.fixture
def pages(story):
    """The pages that count charges under the article of the story."""
    Case.objects.filter(pk=story.case.pk).update(confirmed_on="2021-08")
    return [
        *("/", "/usage/", f"/search/?q={story.provision.number}"),
        *(story.law.get_absolute_url(), story.provision.get_absolute_url()),
        story.recommendation.get_absolute_url(),
    ]


def test_pages_say_default_scope_and_as_of(visitor, pages):
    for page in pages:
        text = read_page(visitor, page).text
        said = (f"s charged, {DEFAULT}" in text, f"{DEFAULT}; as of August 2021" in text)
        assert (page, said) == (page, (True, True))


def test_event_of_a_case_in_which_a_person_perhaps_took_part_says_so(visitor):
    perhaps = make.accused(standing="disputed", standing_reason="May be someone else.")
    arrest = make.add_citation(Event.objects.create(case=perhaps.case, kind="arrest"))
    arrest.participations.add(perhaps)
    page = read_page(visitor, perhaps.person.get_absolute_url())
    assert page.text.count("May be someone else.") == 2


def test_pages_warn_where_few_sources_are_later(visitor, story, pages):
    for day in (*["2020"] * 11, "2021"):
        sample_data.cite_source(story.case, make.source(published_on=day))
    for page in pages:
        warning = "; few sources after 2020: 1 of 12" in read_page(visitor, page).text
        assert (page, warning) == (page, True)


def test_no_page_calls_people_individual_or_named(visitor, story, pages):
    words = re.compile(r"individual pe|[^n]named people|besides|taken down", re.IGNORECASE)
    for page in [*pages, "/method/", "/changes/", story.case.get_absolute_url()]:
        html = visitor.get(page).content.decode()
        without_charts = re.sub(r"<figure.*?</figure>", "", html, flags=re.DOTALL)
        text = ParsedPage(without_charts.replace('class="besides"', "")).text
        assert (page, words.findall(text)) == (page, [])


def test_headline_and_its_details_say_unnamed_people(visitor, story, pages):
    text = read_page(visitor, "/").text
    assert "2 people charged and 3 unnamed; where a source names the article; as of" in text
    assert "Not included in the number of people: 3 unnamed people in 1 case." in text


def test_article_used_against_unnamed_people_only_is_among_the_most_used(visitor, story):
    plotting = make.provision("453", law=story.law)
    make.charge(under=plotting, of=make.group(18))
    used = visitor.get("/").context["home"].most_used
    assert [(u.row.key, u.value, u.unnamed_people) for u in used] == [
        (plotting.pk, 0, 18),
        (story.provision.pk, 2, 3),
    ]
    page = read_page(visitor, "/")
    assert "People charged Unnamed Article 453 Story Law 0 18 unnamed Article 7 bis" in page.text
    assert listed_rows(visitor, page.links["18 unnamed"]) == 1


def test_group_of_unknown_size_is_marked(visitor, story, pages):
    make.charge(under=story.provision, of=make.group(None, group_qualifier="not_stated"))
    expected = {
        "/": "2 3 unnamed + 1 group of unknown size",
        "/usage/": "3 unnamed + 1 group of unknown size",
        story.provision.get_absolute_url(): "2 people and 3 unnamed, and 1 unnamed group of",
        story.law.get_absolute_url(): "2 3 unnamed + 1 group of unknown size",
    }
    found = {page: words in read_page(visitor, page).text for page, words in expected.items()}
    assert found == dict.fromkeys(expected, True)


def test_quote_has_unnamed_people_default_as_of_and_version(visitor, pages):
    text = read_page(visitor, "/usage/").text
    quote = text[text.index("To quote this number") :]
    assert f"counted 2 people and 3 unnamed, as charged, {DEFAULT}; as of August 2021." in quote


def test_number_on_other_conditions_says_them(visitor, pages):
    text = read_page(visitor, "/usage/?basis=tried&provenance=all&scope=all").text
    assert "as tried, however the charge is known, in all cases, those for context included" in text
    assert (DEFAULT in text) is False


@pytest.mark.parametrize("unit", ["cases", "prosecutions", "charges"])
def test_other_units_have_unnamed_people_apart(visitor, pages, unit):
    address = f"/usage/?unit={unit}"
    matrix = visitor.get(address).context["matrix"]
    assert matrix.counted_in_words == matrix.total_in_words
    text = read_page(visitor, address).text
    assert text.count("Unnamed people charged: 3 unnamed people in 1 case.") == 2
    assert ("3 unnamed people Total" in text, "and 3 unnamed" in text) == (True, False)


def test_words_name_each_way_of_knowing():
    words = how_counted("convicted", ["inferred", "offence"], ["context"])
    assert words == (
        "as convicted, where we inferred the article from the offence or where a source names an "
        "offence and no article, in context cases"
    )
    assert how_counted() == f"as charged, {DEFAULT}"


def test_empty_table_says_what_the_record_covers(visitor, pages):
    covers = "The record covers 1 case with charges where a source names the article, as of August"
    text = read_page(visitor, "/usage/?category=union").text
    assert f"No charge meets all of these conditions. {covers} 2021." in text
    assert ("as of: no source" in text) is False
    assert (covers in read_page(visitor, "/usage/").text) is False


def test_unused_article_says_what_the_record_covers(visitor, story, pages):
    unused = make.provision("12", law=story.law)
    covers = "The record covers 1 case with charges"
    for page in (unused, story.provision):
        text = read_page(visitor, page.get_absolute_url()).text
        assert (page.slug, covers in text) == (page.slug, page == unused)


def test_offence_without_article_has_no_count(visitor, story):
    treason = make.provision(
        "", slug="treason", law=story.law, unit="unnumbered", heading="Treason"
    )
    make.charge(under=treason, provenance="offence")
    page = read_page(visitor, treason.get_absolute_url())
    assert "Not counted: no source here gives its article number" in page.text
    assert "1 offence only: no source names an article" in page.text
    law = read_page(visitor, story.law.get_absolute_url())
    assert "not counted: no source here gives an article number" in law.text
    assert "2 3 unnamed" in law.text
