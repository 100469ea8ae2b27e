"""Merging moves every row, hides what was hidden, and can be taken back."""

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
from cases.staff.merging import merge, plan_merge, unmerge
from cases.staff.merging.relations import MOVING, NOT_MOVED, name_of, relations
from tests import factories as make
from tests.cases.merging_world import POLICIES, World, person, tables
from tests.change_feed_fuzz.following import process_dirty_rows
from tracker.visibility.public_reader import public_reader
from tracker.visibility.workflow import NotAllowed

WAYS = ["draft", "published", "withdrawn"]  # never public, public, public once
FOLDED = [Person, Case, PersonName, Affiliation, Participation, Charge]
pytestmark = pytest.mark.django_db


@pytest.fixture
def by(reviewer_user):
    return reviewer_user


def merged(one, into, by):
    return merge(kept=into, merged=one, reason="the same", by=by)


# --- which rows ---


def test_every_relation_of_what_is_merged_is_decided_about():
    found = {name_of(key) for model in FOLDED for key in relations(model)}
    assert found == MOVING | NOT_MOVED


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chance=st.randoms(use_true_random=False))
def test_taking_back_restores_every_row(by, chance):
    with transaction.atomic():
        world = World(chance)
        pool = chance.choice([world.people, world.cases])
        one, other, third = chance.sample(pool, 3)
        before, done = [], []
        for merged_one, kept in [(one, other), (other, third)]:
            before.append(tables())
            try:
                with transaction.atomic():
                    done.append(merged(merged_one, kept, by))
            except NotAllowed:
                before.pop()
        for joined in reversed(done):
            assert unmerge(merge=joined, reason="not the same", by=by).left == []
            assert tables() == before.pop()
        transaction.set_rollback(True)


def test_nothing_but_twins_stays_with_the_merged(by):
    one, other = make.person("Aba Ono"), make.person("Ebe Unu")
    charge = make.charge(under=make.provision(), of=make.accused(person=one))
    merged(one, other, by)
    charge.refresh_from_db()
    assert charge.participation.person == other
    assert sorted(name.spelling for name in other.names.all()) == ["Aba Ono", "Ebe Unu"]
    assert list(one.names.all()) == []


def test_of_two_participations_in_one_role_one_is_left_behind_with_nothing(by):
    one, other, case = make.person(), make.person(), make.case()
    provision, more = make.provision("1"), make.provision("2")
    for who, under in [(one, provision), (one, more), (other, provision)]:
        part = case.participations.filter(person=who).first()
        make.charge(under=under, of=part or make.accused(case=case, person=who))
    plan = plan_merge(kept=other, merged=one)
    assert [type(each.row) for each in plan.left] == [Participation, Charge, ChargeCitation]
    merged(one, other, by)
    process_dirty_rows()
    with public_reader():
        assert [p.person for p in Participation.objects.all()] == [other]
        assert Charge.objects.count() == 2


def test_rows_that_came_later_stay(by):
    one, other = make.person(), make.person()
    joined = merged(one, other, by)
    later = make.accused(person=other)
    unmerge(merge=joined, reason="not the same", by=by)
    later.refresh_from_db()
    assert later.person == other


def test_what_was_changed_since_keeps_its_value(by):
    one, other, third = make.person(), make.person(), make.person()
    part = make.accused(person=one)
    joined = merged(one, other, by)
    Participation.objects.filter(pk=part.pk).update(person=third)
    assert [m.row for m in unmerge(merge=joined, reason="not the same", by=by).left] == [part.pk]
    part.refresh_from_db()
    assert part.person == third


def test_a_name_that_came_later_stays_hidden(by):
    """Nobody decided whether it is that of the one who may be named."""
    hidden, shown = person("Zorblat Quux", policy="withheld"), person("Fimble Wug")
    joined = merged(hidden, shown, by)
    make.spelling(shown, "Zorblat Quuks")
    left = unmerge(merge=joined, reason="not the same", by=by).left
    assert {move.field for move in left} == {"display_policy", "protection_reason"}
    assert "Zorblat" not in public_names()


def test_merges_that_rest_on_each_other_are_taken_back_in_order(by):
    one, other, third = make.person(), make.person(), make.person()
    first = merged(one, other, by)
    second = merged(other, third, by)
    one.refresh_from_db()
    assert one.merged_into == third
    with pytest.raises(NotAllowed, match="first take back"):
        unmerge(merge=first, reason="not the same", by=by)
    unmerge(merge=second, reason="not the same", by=by)
    unmerge(merge=first, reason="not the same", by=by)


# --- what is refused ---


def test_merging_needs_a_reason_and_two_records(by):
    one, other = make.person(), make.person()
    for kept, reason in [(other, " "), (one, "the same")]:
        with pytest.raises(NotAllowed):
            merge(kept=kept, merged=one, reason=reason, by=by)
    merged(one, other, by)
    with pytest.raises(NotAllowed, match="merged already"):
        merged(one, make.person(), by)
    assert Merge.objects.count() == 1


def test_who_was_found_to_be_another_is_not_merged(by):
    one, other, third = sorted((make.person() for _ in range(3)), key=lambda p: p.pk)
    merged(third, other, by)
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
        merged(one, other, by)


def test_a_public_record_does_not_lead_to_a_hidden_one(by):
    one, other = make.case(), make.case(state="draft", published_at=None)
    with pytest.raises(NotAllowed, match="the other way round"):
        merged(one, other, by)


def test_the_database_refuses_what_would_be_added_to_the_merged_or_make_a_chain(by):
    one, other, third = make.person(), make.person(), make.person()
    merged(one, other, by)
    with pytest.raises(IntegrityError, match="add to that one"), transaction.atomic():
        make.accused(person=one)
    for who, into in [(third, one), (other, third)]:
        with pytest.raises(IntegrityError, match="not merged itself"), transaction.atomic():
            Person.objects.filter(pk=who.pk).update(merged_into=into)


# --- what the public sees ---


def test_old_codes_lead_to_the_kept_record(visitor, partner, by):
    for maker, api in [(make.case, "cases"), (make.person, "people")]:
        one, other = maker(), maker()
        merged(one, other, by)
        process_dirty_rows()
        response = visitor.get(one.get_absolute_url())
        assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())
        told = partner.get(f"/api/v1/{api}/{one.code}/").json()
        assert told["merged_into"]["id"] == other.code
        listed = partner.get(f"/api/v1/{api}/").json()["results"]
        assert [row["id"] for row in listed if row["id"] in (one.code, other.code)] == [other.code]


def is_hidden(policy, state) -> bool:
    """Whether the public may not learn a spelling of this person."""
    return policy != "full" or state == "withdrawn"


PUBLISHED = [(policy, "published") for policy in POLICIES]
SHOWN_OR_NOT = list(product(["full", "withheld"], WAYS))


@pytest.mark.parametrize(
    ("merged_as", "kept_as"),
    sorted({*product(PUBLISHED, PUBLISHED), *product(SHOWN_OR_NOT, SHOWN_OR_NOT)}),
    ids=str,
)
def test_no_merge_makes_a_hidden_spelling_public(merged_as, kept_as, by):
    one = person("Zorblat Quux", policy=merged_as[0], state=merged_as[1])
    other = person("Fimble Wug", policy=kept_as[0], state=kept_as[1])
    make.case(summary="Zorblat Quux met Fimble Wug")
    with contextlib.suppress(NotAllowed):
        merged(one, other, by)
    told = public_names()
    assert [is_hidden(*merged_as), "Zorblat" in told] != [True, True]
    assert [is_hidden(*kept_as), "Fimble" in told] != [True, True]


def public_names() -> str:
    """Every text of people, spellings, cases and participants as the public role reads them."""
    with public_reader():
        texts = [*PersonName.objects.values_list("spelling", flat=True)]
        for row in Person.objects.values_list("name", "name_km", "pseudonym"):
            texts += row
        texts += Case.objects.values_list("summary", flat=True)
    return "\n".join(texts)
