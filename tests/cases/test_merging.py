"""A merge moves every row, keeps hidden names hidden, and can be undone."""

import contextlib
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from cases.models import (
    Affiliation,
    Case,
    Charge,
    ChargeCitation,
    Merge,
    Participation,
    Person,
    PersonName,
    PersonPair,
)
from cases.staff.merging.actions import merge, unmerge
from cases.staff.merging.merge_plan import plan_merge
from cases.staff.merging.relations import (
    KEPT_FOREIGN_KEYS,
    MOVED_FOREIGN_KEYS,
    foreign_key_name,
    foreign_keys_to,
)
from tests import factories as make
from tests.cases.merging_world import POLICIES, MergingWorld, dump_tables, person
from tests.change_feed_fuzz.following import process_dirty_rows
from tracker.visibility.public_reader import public_reader
from tracker.visibility.workflow import NotAllowed

STATES = ["draft", "published", "withdrawn"]  # never public, public, public once
MERGED_MODELS = [Person, Case, PersonName, Affiliation, Participation, Charge]
pytestmark = pytest.mark.django_db


@pytest.fixture
def by(reviewer_user):
    """The user who merges."""
    return reviewer_user


def merge_into(kept, merged, by):
    return merge(kept=kept, merged=merged, reason="the same", by=by)


# --- which rows ---


def test_every_foreign_key_to_merged_models_is_decided():
    names = {foreign_key_name(key) for model in MERGED_MODELS for key in foreign_keys_to(model)}
    assert names == MOVED_FOREIGN_KEYS | KEPT_FOREIGN_KEYS


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rng=st.randoms(use_true_random=False))
def test_undoing_merges_restores_every_row(by, rng):
    with transaction.atomic():
        world = MergingWorld(rng)
        pool = rng.choice([world.people, world.cases])
        one, other, third = rng.sample(pool, 3)
        dumps, merges = [], []
        for merged, kept in [(one, other), (other, third)]:
            dumps.append(dump_tables())
            try:
                with transaction.atomic():
                    merges.append(merge_into(kept, merged, by))
            except NotAllowed:
                dumps.pop()
        for row in reversed(merges):
            assert unmerge(merge=row, reason="not the same", by=by) == ([], [])
            assert dump_tables() == dumps.pop()
        transaction.set_rollback(True)


def test_rows_without_conflict_move_to_the_kept_record(by):
    one, other = make.person("Aba Ono"), make.person("Ebe Unu")
    charge = make.charge(under=make.provision(), of=make.accused(person=one))
    merge_into(other, one, by)
    charge.refresh_from_db()
    assert charge.participation.person == other
    assert sorted(name.spelling for name in other.names.all()) == ["Aba Ono", "Ebe Unu"]
    assert list(one.names.all()) == []


def test_participation_in_the_same_case_and_role_is_dropped(by):
    one, other, case = make.person(), make.person(), make.case()
    first, second = make.provision("1"), make.provision("2")
    for person_charged, provision in [(one, first), (one, second), (other, first)]:
        part = case.participations.filter(person=person_charged).first()
        make.charge(under=provision, of=part or make.accused(case=case, person=person_charged))
    plan = plan_merge(kept=other, merged=one)
    assert [type(row) for row in plan.dropped_rows] == [Participation, Charge, ChargeCitation]
    merge_into(other, one, by)
    process_dirty_rows()
    with public_reader():
        assert [p.person for p in Participation.objects.all()] == [other]
        assert Charge.objects.count() == 2


def test_undo_leaves_later_rows_with_the_kept_record(by):
    one, other = make.person(), make.person()
    row = merge_into(other, one, by)
    later = make.accused(person=other)
    unmerge(merge=row, reason="not the same", by=by)
    later.refresh_from_db()
    assert later.person == other


def test_undo_keeps_columns_changed_since(by):
    one, other, third = make.person(), make.person(), make.person()
    part = make.accused(person=one)
    row = merge_into(other, one, by)
    Participation.objects.filter(pk=part.pk).update(person=third)
    unrestored, _withheld = unmerge(merge=row, reason="not the same", by=by)
    assert [move.row for move in unrestored] == [part.pk]
    part.refresh_from_db()
    assert part.person == third


def test_name_added_after_the_merge_stays_hidden_on_undo(by):
    """Nobody decided whether it is a name of the person who may be named."""
    hidden, shown = person("Zorblat Quux", policy="withheld"), person("Fimble Wug")
    row = merge_into(shown, hidden, by)
    make.spelling(shown, "Zorblat Quuks")
    unrestored, _withheld = unmerge(merge=row, reason="not the same", by=by)
    assert {move.field for move in unrestored} == {"display_policy", "protection_reason"}
    assert "Zorblat" not in public_names()


def test_dependent_merges_are_undone_latest_first(by):
    one, other, third = make.person(), make.person(), make.person()
    first = merge_into(other, one, by)
    second = merge_into(third, other, by)
    one.refresh_from_db()
    assert one.merged_into == third
    with pytest.raises(NotAllowed, match="first take back"):
        unmerge(merge=first, reason="not the same", by=by)
    unmerge(merge=second, reason="not the same", by=by)
    unmerge(merge=first, reason="not the same", by=by)


# --- what is refused ---


def test_merge_needs_a_reason_and_two_unmerged_records(by):
    one, other = make.person(), make.person()
    for kept, reason in [(other, " "), (one, "the same")]:
        with pytest.raises(NotAllowed):
            merge(kept=kept, merged=one, reason=reason, by=by)
    merge_into(other, one, by)
    with pytest.raises(NotAllowed, match="merged already"):
        merge_into(make.person(), one, by)
    assert Merge.objects.count() == 1


def test_pair_decided_as_different_is_not_merged(by):
    one, other, third = sorted((make.person() for _ in range(3)), key=lambda p: p.pk)
    merge_into(other, third, by)
    PersonPair.objects.create(
        first=one,
        second=third,
        score=1,
        state="not_same",
        decided_by=by,
        decided_at=make.PUBLISHED["published_at"],
        reason="born in other years",
    )
    with pytest.raises(NotAllowed, match="born in other years"):
        merge_into(other, one, by)


def test_public_record_is_not_merged_into_a_draft(by):
    one, other = make.case(), make.case(state="draft", published_at=None)
    with pytest.raises(NotAllowed, match="the other way round"):
        merge_into(other, one, by)


def test_database_refuses_rows_of_merged_people_and_chains(by):
    one, other, third = make.person(), make.person(), make.person()
    merge_into(other, one, by)
    with pytest.raises(IntegrityError, match="add to that one"), transaction.atomic():
        make.accused(person=one)
    for merged, kept in [(third, one), (other, third)]:
        with pytest.raises(IntegrityError, match="not merged itself"), transaction.atomic():
            Person.objects.filter(pk=merged.pk).update(merged_into=kept)


# --- what the public sees ---


def test_code_of_merged_record_redirects_to_kept_record(visitor, partner, by):
    for factory, resource in [(make.case, "cases"), (make.person, "people")]:
        merged, kept = factory(), factory()
        merge_into(kept, merged, by)
        process_dirty_rows()
        response = visitor.get(merged.get_absolute_url())
        assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
        record = partner.get(f"/api/v1/{resource}/{merged.code}/").json()
        assert record["merged_into"]["id"] == kept.code
        results = partner.get(f"/api/v1/{resource}/").json()["results"]
        ids = [row["id"] for row in results if row["id"] in (merged.code, kept.code)]
        assert ids == [kept.code]


def is_hidden(policy, state) -> bool:
    """Whether no spelling of this person may be public."""
    return policy != "full" or state == "withdrawn"


PUBLISHED = [(policy, "published") for policy in POLICIES]
SHOWN_OR_HIDDEN = list(product(["full", "withheld"], STATES))


@pytest.mark.parametrize(
    ("merged_as", "kept_as"),
    sorted({*product(PUBLISHED, PUBLISHED), *product(SHOWN_OR_HIDDEN, SHOWN_OR_HIDDEN)}),
    ids=str,
)
def test_merge_makes_no_hidden_spelling_public(merged_as, kept_as, by):
    one = person("Zorblat Quux", policy=merged_as[0], state=merged_as[1])
    other = person("Fimble Wug", policy=kept_as[0], state=kept_as[1])
    make.case(summary="Zorblat Quux met Fimble Wug")
    with contextlib.suppress(NotAllowed):
        merge_into(other, one, by)
    names = public_names()
    assert [is_hidden(*merged_as), "Zorblat" in names] != [True, True]
    assert [is_hidden(*kept_as), "Fimble" in names] != [True, True]


def public_names() -> str:
    """The names of people, and the summaries of cases, as the public role reads them."""
    with public_reader():
        texts = [*PersonName.objects.values_list("spelling", flat=True)]
        for row in Person.objects.values_list("name", "name_km", "pseudonym"):
            texts += row
        texts += Case.objects.values_list("summary", flat=True)
    return "\n".join(texts)
