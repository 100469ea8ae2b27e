"""Database constraints and methods of the models of laws."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from laws.models import Ask, Penalty, Stage
from tests import factories as make


def assert_refused(constraint, action):
    """Asserts that the action violates the named database constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        action()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"ends_on": "2018"}, {"starts_on": "2018"}),
        ({"ends_on": "2018-03-01"}, {"starts_on": "2018-03-01"}),
        ({"starts_on": "2010", "ends_on": "2012"}, {"starts_on": "2015"}),
        ({}, {"stage": "draft", "label": "leaked"}),
    ],
)
def test_consecutive_versions_are_accepted(db, first, second):
    provision = make.provision()
    make.version(provision=provision, **first)
    make.version(provision=provision, **second)
    assert provision.versions.count() == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"ends_on": "2018"}, {"starts_on": "2017"}),
        ({"starts_on": "2010"}, {"starts_on": "2015"}),
        ({"starts_on": "2010", "ends_on": "2012"}, {"starts_on": "2011-12-31"}),
    ],
)
def test_provision_versions_do_not_overlap(db, first, second):
    provision = make.provision()
    make.version(provision=provision, **first)
    assert_refused(
        "provision_versions_do_not_overlap", lambda: make.version(provision=provision, **second)
    )


def test_a_version_ends_after_it_starts(db):
    make.version(starts_on="2018", ends_on="2018")
    assert_refused(
        "provision_version_ends_after_it_starts",
        lambda: make.version(starts_on="2018", ends_on="2017"),
    )


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        (
            "penalty_prison_min_is_at_most_max",
            {"prison_months_min": 6, "prison_months_max": 6},
            {"prison_months_min": 7, "prison_months_max": 6},
        ),
        (
            "penalty_fine_min_is_at_most_max",
            {"fine_min": 1, "fine_max": 2, "currency": "KHR"},
            {"fine_min": 3, "fine_max": 2, "currency": "KHR"},
        ),
        (
            "penalty_fine_names_its_currency",
            {"fine_max": 2, "currency": "USD"},
            {"fine_max": 2},
        ),
        ("penalty_fine_is_not_negative", {}, {"fine_min": -1, "currency": "KHR"}),
        ("penalty_connector_is_known", {"connector": "and_or"}, {"connector": "xor"}),
        (
            "penalty_standing_is_known",
            {"standing": "accepted"},
            {"standing": "unsure", "standing_reason": "x"},
        ),
        (
            "penalty_doubt_has_a_reason",
            {"standing": "disputed", "standing_reason": "sources differ"},
            {"standing": "disputed"},
        ),
    ],
)
def test_penalty_constraints_accept_good_and_refuse_bad_rows(db, constraint, good, bad):
    version = make.version()
    Penalty.objects.create(version=version, **good)
    assert_refused(constraint, lambda: Penalty.objects.create(version=version, **bad))


def test_conflicting_penalties_are_separate_rows(db):
    version = make.version()
    for months in (12, 24, 36):
        Penalty.objects.create(version=version, prison_months_max=months)
    assert version.penalties.count() == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"prison_months_min": 6, "prison_months_max": 24}, "6 months to 2 years in prison"),
        ({"prison_months_max": 18}, "up to 18 months in prison"),
        ({"is_life": True}, "life in prison"),
        (
            {"fine_min": 1000000, "fine_max": 4000000, "currency": "KHR"},
            "fine of 1,000,000 to 4,000,000 riel",
        ),
        (
            {"prison_months_max": 12, "connector": "or", "fine_max": "24.60", "currency": "USD"},
            "up to 1 year in prison or fine of up to 24.60 US dollars",
        ),
        ({}, "penalty not stated"),
    ],
)
def test_penalty_is_formatted_in_words(db, fields, words):
    penalty = Penalty.objects.create(version=make.version(), **fields)
    penalty.refresh_from_db()
    assert str(penalty) == words


def test_the_same_stage_is_claimed_once(db):
    law = make.law()
    Stage.objects.create(law=law, kind="adopted", happened_on="2015")
    Stage.objects.create(law=law, kind="adopted", happened_on="2016")
    assert_refused(
        "law_stage_is_claimed_once",
        lambda: Stage.objects.create(law=law, kind="adopted", happened_on="2015"),
    )


def test_provision_address_is_unique(db):
    law = make.law()
    make.provision("495", law=law)
    assert_refused("provision_address_is_unique", lambda: make.provision("495", law=law))


def test_a_provision_is_numbered_or_unnumbered(db):
    make.provision("", unit="unnumbered", slug="treason", heading="treason")
    assert_refused(
        "provision_is_numbered_or_unnumbered", lambda: make.provision("", slug="treason")
    )


def test_an_ask_is_about_one_thing_at_most(db):
    advice, provision = make.recommendation(), make.provision()
    Ask.objects.create(recommendation=advice, action="repeal", provision=provision)
    Ask.objects.create(recommendation=advice, action="release")
    assert_refused(
        "ask_is_about_one_thing_at_most",
        lambda: Ask.objects.create(
            recommendation=advice, action="repeal", provision=provision, law=provision.law
        ),
    )


def test_a_law_with_provisions_cannot_be_deleted(db):
    with pytest.raises(ProtectedError):
        make.provision().law.delete()


def test_a_cited_source_cannot_be_deleted(db):
    source, law = make.source(), make.law()
    law.citations.create(source=source, locator="page 5")
    with pytest.raises(ProtectedError):
        source.delete()


@pytest.mark.parametrize(
    ("law", "number", "address"),
    [
        (
            {"slug": "penal-code-2009", "year": 2009, "kind": "code"},
            "437 bis",
            "/akn/kh/act/2009/penal-code/~art_437-bis",
        ),
        (
            {"slug": "draft-law", "year": None, "kind": "draft_law"},
            "45",
            "/akn/kh/bill/nd/draft-law/~art_45",
        ),
    ],
)
def test_a_provision_has_an_akoma_ntoso_address(db, law, number, address):
    assert make.provision(number, law=make.law(**law)).akn_uri == address
