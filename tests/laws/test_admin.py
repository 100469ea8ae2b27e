"""Staff admin of laws: violated constraints and missing sources are form errors."""

import pytest

from laws.models import Law, Penalty, Provision, Stage, Version
from tests import factories
from tests.staff_client import form_errors, inline_row, open_form, staff_url, submit_form
from tracker.enums import State
from tracker.visibility.citation_coverage import unsourced


@pytest.fixture
def draft(db):
    return factories.law(title="Invented Code", state=State.DRAFT, published_at=None)


@pytest.fixture
def version(draft):
    provision = factories.provision("12", law=draft)
    return Version.objects.create(provision=provision, starts_on="2009", ends_on="2018")


def add(client, model, **values):
    url = staff_url(model, "add")
    return submit_form(client, url, open_form(client, url), **values)


def test_overlapping_versions_are_refused(analyst, version):
    response = add(analyst, Version, provision=version.provision_id, starts_on="2017")
    assert form_errors(response) == {
        "__all__": ["Another version of this provision covers these days."]
    }


def test_version_after_an_earlier_one_is_accepted(analyst, version):
    add(analyst, Version, provision=version.provision_id, starts_on="2018")
    assert version.provision.versions.count() == 2


def test_overlapping_inline_version_is_a_form_error(analyst, version):
    url = staff_url(version.provision)
    data = open_form(analyst, url) | inline_row("versions", 1, stage="enacted", starts_on="2010")
    response = submit_form(analyst, url, data)
    assert list(form_errors(response).values()) == [
        ["Another version of this provision covers these days."]
    ]


def test_two_new_overlapping_versions_are_a_form_error(analyst, version):
    url = staff_url(version.provision)
    data = open_form(analyst, url)
    data |= inline_row("versions", 1, stage="enacted", starts_on="2020")
    data |= inline_row("versions", 2, stage="enacted", starts_on="2021")
    response = submit_form(analyst, url, data)
    assert form_errors(response)["__all__"] == [
        "Nothing was saved. This breaks the rule “provision versions do not overlap”."
    ]
    assert version.provision.versions.count() == 1


def test_minimum_prison_term_above_the_maximum_is_refused(analyst, version):
    url = staff_url(version)
    values = {"standing": "accepted", "prison_months_min": 24, "prison_months_max": 6}
    data = open_form(analyst, url) | inline_row("penalties", 0, **values)
    response = submit_form(analyst, url, data)
    assert list(form_errors(response).values()) == [["The least term is longer than the longest."]]
    assert Penalty.objects.count() == 0


def test_inline_penalty_is_saved_with_its_citation(analyst, version):
    url, source = staff_url(version), factories.source()
    values = {"standing": "accepted", "prison_months_max": 6}
    values |= {"cited_source": source.pk, "cited_locator": "p. 9"}
    submit_form(analyst, url, open_form(analyst, url) | inline_row("penalties", 0, **values))
    penalty = version.penalties.get()
    assert [(c.source, c.locator) for c in penalty.citations.all()] == [(source, "p. 9")]


def test_inline_source_needs_a_locator(analyst, version):
    url, source = staff_url(version), factories.source()
    values = {"standing": "accepted", "prison_months_max": 6, "cited_source": source.pk}
    response = submit_form(
        analyst, url, open_form(analyst, url) | inline_row("penalties", 0, **values)
    )
    assert form_errors(response) == {
        "penalties-0-cited_locator": ["Say where in the source this is found."]
    }


def test_fact_added_to_a_published_law_needs_a_source(analyst, draft):
    Law.objects.filter(pk=draft.pk).update(state=State.PUBLISHED)
    draft.citations.create(source=factories.source(), locator="p. 1")
    url = staff_url(draft)
    values = {"kind": "adopted", "happened_on": "2009", "standing": "accepted"}
    response = submit_form(
        analyst, url, open_form(analyst, url) | inline_row("stages", 0, **values)
    )
    assert form_errors(response) == {
        "stages-0-cited_source": ["The record is published: give a source."]
    }
    assert Stage.objects.count() == 0


def test_penalty_added_on_its_own_page_to_a_published_law_needs_a_source(analyst, version):
    Law.objects.update(state=State.PUBLISHED)
    response = add(analyst, Penalty, version=version.pk, standing="accepted", is_life="on")
    assert form_errors(response) == {
        "citations": ["This is published: it needs at least one source."]
    }


def test_unsourced_lists_the_law_and_its_dependent_facts(analyst, version):
    penalty = version.penalties.create(is_life=True)
    law = version.provision.law
    assert unsourced(law) == [law, version.provision, penalty]


def test_concurrent_edits_of_law_and_provision_show_both_values(analyst, reviewer, version):
    for record, field in [(version.provision.law, "title"), (version.provision, "heading")]:
        stale = open_form(reviewer, staff_url(record))
        submit_form(
            analyst, staff_url(record), open_form(analyst, staff_url(record)), **{field: "First"}
        )
        response = submit_form(reviewer, staff_url(record), stale, **{field: "Second"})
        assert form_errors(response)[field] == ["Saved meanwhile: “First”. You have: “Second”."]


def test_concurrent_edits_of_a_fact_without_lock_show_both_values(analyst, reviewer, version):
    penalty = version.penalties.create(prison_months_max=12)
    stale = open_form(reviewer, staff_url(penalty))
    submit_form(
        analyst, staff_url(penalty), open_form(analyst, staff_url(penalty)), prison_months_max="24"
    )
    response = submit_form(reviewer, staff_url(penalty), stale, prison_months_max="36")
    assert form_errors(response)["prison_months_max"] == ["Saved meanwhile: “24”. You have: “36”."]


def test_autocomplete_distinguishes_provisions_of_the_same_number(analyst, version):
    factories.provision("12", law=factories.law(title="Other Law", year=1999), heading="theft")
    Provision.objects.filter(pk=version.provision_id).update(heading="insult")
    query = {"app_label": "cases", "model_name": "charge", "field_name": "provision", "term": "12"}
    results = analyst.get(staff_url(Provision, "choices"), query).json()["results"]
    assert sorted(each["text"] for each in results) == [
        "Invented Code Article 12 · insult · 2001",
        "Other Law Article 12 · theft · 1999",
    ]
