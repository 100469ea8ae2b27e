"""Versions compared, and how a record is cited."""

import pytest
from django.utils.timezone import localdate

from laws.models import Penalty
from laws.pages.page_data import word_by_word
from tests import sample_data
from tests.pages import read
from tests.shared_world_fixture import share_world
from tracker.templatetags.tracker import bibtex

pytestmark = pytest.mark.django_db


made_once, told = share_world(lambda _folder: sample_data.build())


def compared(before, after):
    return [(words.kind, words.text) for words in word_by_word(before, after)]


def test_words_are_removed_added_or_the_same():
    assert compared("No singing at night.", "No loud singing at night.") == [
        ("same", "No"),
        ("added", "loud"),
        ("same", "singing at night."),
    ]
    assert compared("", "New.") == [("added", "New.")]
    assert compared("Gone.", "") == [("removed", "Gone.")]
    assert compared("Same.", "Same.") == [("same", "Same.")]
    assert compared("", "") == []


def test_a_word_or_two_in_common_do_not_chop_a_change_up():
    assert compared("a b of the c d", "e f of the g h") == [
        ("removed", "a b of the c d"),
        ("added", "e f of the g h"),
    ]


def test_a_provision_compares_each_version_with_the_next(visitor, told):
    address = told.provision.get_absolute_url()
    old = told.provision.versions.get(starts_on=None)
    sample_data.cite(Penalty.objects.create(version=old, prison_months_max=3), told.source)
    page = read(visitor, address)
    assert "removed: singing at night. added: singing." in page.text
    assert "removed: 3 months in added: 6 months in prison; up to 2 years in" in page.text
    html = visitor.get(address).content.decode()
    assert (html.count("<del>"), html.count("<ins>")) == (2, 2)


def test_a_day_with_one_version_compares_nothing(visitor, told):
    page = read(visitor, f"{told.provision.get_absolute_url()}?on=2019-01-01")
    assert ("What changed, word by word" in page.text) is False


def test_a_record_is_cited_in_several_styles(visitor, told):
    page = read(visitor, f"{told.case.get_absolute_url()}?utm_source=x")
    address = f"http://testserver{told.case.get_absolute_url()}"
    read_on = localdate()
    code = told.case.code
    assert (
        f"“Invented arrests”, Cambodia's laws in use, record {code}, {address} "
        f"(read on {read_on:%-d %B %Y})."
    ) in page.text
    assert f"Invented arrests [Record {code}]. Retrieved {read_on:%B %-d, %Y}, from" in page.text
    assert f"Available at {address} (accessed on {read_on:%-d %B %Y})." in page.text
    assert f"@misc{{{code}, title = {{{{Invented arrests}}}}," in page.text


def test_bibtex_reads_no_command_in_a_title():
    entry = bibtex("50% of {A} & B_1 \\ ~", "law/7-bis", "https://example.org/a_b")
    assert entry.splitlines()[:2] == [
        "@misc{law:7-bis,",
        "  title = {{50\\% of \\{A\\} \\& B\\_1 \\textbackslash{} \\textasciitilde{}}},",
    ]


def test_a_withheld_name_is_in_no_citation(visitor, told):
    person = told.people[0]
    type(person).objects.filter(pk=person.pk).update(display_policy="withheld")
    page = read(visitor, person.get_absolute_url())
    assert (person.name in page.text) is False
    assert "title = {{Name withheld}}" in page.text


def test_a_person_is_told_as_of_the_latest_of_their_cases(visitor, told):
    type(told.case).objects.filter(pk=told.case.pk).update(confirmed_on="2021-08")
    page = read(visitor, told.people[0].get_absolute_url())
    assert "As of when August 2021" in page.text
    assert "Last confirmed: August 2021" in page.text
