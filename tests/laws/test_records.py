"""Diff of versions of a provision, and citations of a record."""

import pytest
from django.utils.timezone import localdate

from laws.models import Penalty
from laws.pages.page_data import diff_words
from tests import sample_data
from tests.pages import read_page
from tests.shared_world_fixture import share_world
from tracker.templatetags.tracker import bibtex

pytestmark = pytest.mark.django_db


made_once, world = share_world(lambda _folder: sample_data.build_story())


def test_word_diff_marks_words_as_removed_added_or_same():
    assert diff_words("No singing at night.", "No loud singing at night.") == [
        ("same", "No"),
        ("added", "loud"),
        ("same", "singing at night."),
    ]
    assert diff_words("", "New.") == [("added", "New.")]
    assert diff_words("Gone.", "") == [("removed", "Gone.")]
    assert diff_words("Same.", "Same.") == [("same", "Same.")]
    assert diff_words("", "") == []


def test_short_runs_of_shared_words_count_as_changed():
    assert diff_words("a b of the c d", "e f of the g h") == [
        ("removed", "a b of the c d"),
        ("added", "e f of the g h"),
    ]


def test_provision_page_shows_the_diff_of_consecutive_versions(visitor, world):
    address = world.provision.get_absolute_url()
    old = world.provision.versions.get(starts_on=None)
    sample_data.cite_source(Penalty.objects.create(version=old, prison_months_max=3), world.source)
    page = read_page(visitor, address)
    assert "removed: singing at night. added: singing." in page.text
    assert "removed: 3 months in added: 6 months in prison; up to 2 years in" in page.text
    html = visitor.get(address).content.decode()
    assert (html.count("<del>"), html.count("<ins>")) == (2, 2)


def test_provision_page_for_a_day_with_one_version_shows_no_diff(visitor, world):
    page = read_page(visitor, f"{world.provision.get_absolute_url()}?on=2019-01-01")
    assert ("What changed, word by word" in page.text) is False


def test_record_page_offers_several_citation_styles(visitor, world):
    page = read_page(visitor, f"{world.case.get_absolute_url()}?utm_source=x")
    address = f"http://testserver{world.case.get_absolute_url()}"
    read_on = localdate()
    code = world.case.code
    assert (
        f"“Invented arrests”, Cambodia's laws in use, record {code}, {address} "
        f"(read on {read_on:%-d %B %Y})."
    ) in page.text
    assert f"Invented arrests [Record {code}]. Retrieved {read_on:%B %-d, %Y}, from" in page.text
    assert f"Available at {address} (accessed on {read_on:%-d %B %Y})." in page.text
    assert f"@misc{{{code}, title = {{{{Invented arrests}}}}," in page.text


def test_bibtex_escapes_special_characters():
    entry = bibtex("50% of {A} & B_1 \\ ~", "law/7-bis", "https://example.org/a_b")
    assert entry.splitlines()[:2] == [
        "@misc{law:7-bis,",
        "  title = {{50\\% of \\{A\\} \\& B\\_1 \\textbackslash{} \\textasciitilde{}}},",
    ]


def test_withheld_name_is_not_in_citations(visitor, world):
    person = world.people[0]
    type(person).objects.filter(pk=person.pk).update(display_policy="withheld")
    page = read_page(visitor, person.get_absolute_url())
    assert (person.name in page.text) is False
    assert "title = {{Name withheld}}" in page.text


def test_person_page_is_as_of_the_latest_of_their_cases(visitor, world):
    type(world.case).objects.filter(pk=world.case.pk).update(confirmed_on="2021-08")
    page = read_page(visitor, world.people[0].get_absolute_url())
    assert "As of August 2021" in page.text
