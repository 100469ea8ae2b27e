"""The desk for the law: what the database refuses is said in the form."""

import pytest

from laws.models import Law, Penalty, Provision, Stage, Version
from tests import factories
from tests.staff_client import address, errors, open_form, row, save
from tracker.enums import State
from tracker.visibility.citation_coverage import unsourced


@pytest.fixture
def draft(db):
    return factories.law(title="Invented Code", state=State.DRAFT, published_at=None)


@pytest.fixture
def version(draft):
    provision = factories.provision("12", law=draft)
    return Version.objects.create(provision=provision, starts_on="2009", ends_on="2018")


def add(client, model, **typed):
    where = address(model, "add")
    return save(client, where, open_form(client, where), **typed)


def test_overlapping_versions_are_refused(analyst, version):
    response = add(analyst, Version, provision=version.provision_id, starts_on="2017")
    assert errors(response) == {"__all__": ["Another version of this provision covers these days."]}


def test_a_version_that_follows_is_accepted(analyst, version):
    add(analyst, Version, provision=version.provision_id, starts_on="2018")
    assert version.provision.versions.count() == 2


def test_overlapping_versions_are_refused_as_rows_of_the_provision(analyst, version):
    where = address(version.provision)
    data = open_form(analyst, where) | row("versions", 1, stage="enacted", starts_on="2010")
    response = save(analyst, where, data)
    assert list(errors(response).values()) == [
        ["Another version of this provision covers these days."]
    ]


def test_two_new_versions_that_overlap_are_refused_not_crashed_on(analyst, version):
    where = address(version.provision)
    data = open_form(analyst, where)
    data |= row("versions", 1, stage="enacted", starts_on="2020")
    data |= row("versions", 2, stage="enacted", starts_on="2021")
    response = save(analyst, where, data)
    assert errors(response)["__all__"] == [
        "Nothing was saved. This breaks the rule “provision versions do not overlap”."
    ]
    assert version.provision.versions.count() == 1


def test_a_least_term_above_the_longest_is_refused(analyst, version):
    where = address(version)
    typed = {"standing": "accepted", "prison_months_min": 24, "prison_months_max": 6}
    data = open_form(analyst, where) | row("penalties", 0, **typed)
    response = save(analyst, where, data)
    assert list(errors(response).values()) == [["The least term is longer than the longest."]]
    assert Penalty.objects.count() == 0


def test_a_penalty_brings_its_source_along(analyst, version):
    where, source = address(version), factories.source()
    typed = {"standing": "accepted", "prison_months_max": 6}
    typed |= {"cited_source": source.pk, "cited_locator": "p. 9"}
    save(analyst, where, open_form(analyst, where) | row("penalties", 0, **typed))
    penalty = version.penalties.get()
    assert [(c.source, c.locator) for c in penalty.citations.all()] == [(source, "p. 9")]


def test_a_source_without_a_place_is_asked_for_it(analyst, version):
    where, source = address(version), factories.source()
    typed = {"standing": "accepted", "prison_months_max": 6, "cited_source": source.pk}
    response = save(analyst, where, open_form(analyst, where) | row("penalties", 0, **typed))
    assert errors(response) == {
        "penalties-0-cited_locator": ["Say where in the source this is found."]
    }


def test_what_is_added_to_a_published_law_needs_a_source(analyst, draft):
    Law.objects.filter(pk=draft.pk).update(state=State.PUBLISHED)
    draft.citations.create(source=factories.source(), locator="p. 1")
    where = address(draft)
    typed = {"kind": "adopted", "happened_on": "2009", "standing": "accepted"}
    response = save(analyst, where, open_form(analyst, where) | row("stages", 0, **typed))
    assert errors(response) == {
        "stages-0-cited_source": ["The record is published: give a source."]
    }
    assert Stage.objects.count() == 0


def test_a_penalty_of_a_published_law_needs_a_source_on_its_own_page(analyst, version):
    Law.objects.update(state=State.PUBLISHED)
    response = add(analyst, Penalty, version=version.pk, standing="accepted", is_life="on")
    assert errors(response) == {"citations": ["This is published: it needs at least one source."]}


def test_publishing_a_law_asks_for_the_sources_of_all_that_hangs_on_it(analyst, version):
    penalty = version.penalties.create(is_life=True)
    law = version.provision.law
    assert unsourced(law) == [law, version.provision, penalty]


def test_law_and_provision_are_compared_with_what_others_saved(analyst, reviewer, version):
    for record, field in [(version.provision.law, "title"), (version.provision, "heading")]:
        stale = open_form(reviewer, address(record))
        save(analyst, address(record), open_form(analyst, address(record)), **{field: "First"})
        response = save(reviewer, address(record), stale, **{field: "Second"})
        assert errors(response)[field] == ["Saved meanwhile: “First”. You have: “Second”."]


def test_a_fact_without_a_lock_is_compared_too(analyst, reviewer, version):
    penalty = version.penalties.create(prison_months_max=12)
    stale = open_form(reviewer, address(penalty))
    save(analyst, address(penalty), open_form(analyst, address(penalty)), prison_months_max="24")
    response = save(reviewer, address(penalty), stale, prison_months_max="36")
    assert errors(response)["prison_months_max"] == ["Saved meanwhile: “24”. You have: “36”."]


def test_autocomplete_tells_articles_of_the_same_number_apart(analyst, version):
    factories.provision("12", law=factories.law(title="Other Law", year=1999), heading="theft")
    Provision.objects.filter(pk=version.provision_id).update(heading="insult")
    query = {"app_label": "cases", "model_name": "charge", "field_name": "provision", "term": "12"}
    found = analyst.get(address(Provision, "choices"), query).json()["results"]
    assert sorted(each["text"] for each in found) == [
        "Invented Code Article 12 · insult · 2001",
        "Other Law Article 12 · theft · 1999",
    ]
