"""What would be public again once a merge is taken back is looked at first."""

import pytest
from django.urls import reverse

from cases.models import Case, Charge, Merge
from cases.staff.merging import merge, unmerge
from tests import factories as make
from tests.staff_client import messages
from tracker.enums import State
from tracker.models import WorkflowStep
from tracker.visibility.workflow import withdraw

pytestmark = pytest.mark.django_db


def case(**fields) -> Case:
    """A case to which nothing can be objected."""
    made = make.cited(make.case(**fields))
    one = make.cited(make.accused(case=made))
    under = make.provision()
    make.version(provision=under, starts_on="2010")
    make.charge(under=under, of=one)
    return made


def merged_into_withdrawn(by) -> tuple[Case, Merge]:
    """A public case that a merge took from the public."""
    public, hidden = case(), case(state="withdrawn")
    joined = merge(kept=hidden, merged=public, reason="the same", by=by)
    public.refresh_from_db()
    assert public.state == State.WITHDRAWN
    return public, joined


def undone(joined, by) -> list:
    return unmerge(merge=joined, reason="not the same", by=by).kept_back


def test_what_nobody_changed_is_public_again(reviewer_user):
    public, joined = merged_into_withdrawn(reviewer_user)
    assert undone(joined, reviewer_user) == []
    public.refresh_from_db()
    assert public.state == State.PUBLISHED


def test_a_fact_without_a_source_keeps_it_from_the_public(visitor, reviewer, reviewer_user):
    public, joined = merged_into_withdrawn(reviewer_user)
    for charge in Charge.objects.all():
        charge.citations.all().delete()
    undo = reverse("admin:cases_merge_undo", args=[joined.pk])
    page = reviewer.post(undo, {"reason": "not the same"}, follow=True)
    assert messages(page)[1:] == [
        f"“{public}” is not public again: its checklist says what to look at first."
    ]
    public.refresh_from_db()
    assert (public.state, public.merged_into) == (State.WITHDRAWN, None)
    assert visitor.get(public.get_absolute_url()).status_code == 404
    assert WorkflowStep.about(public).first().state == State.WITHDRAWN


def test_a_warning_nobody_looked_at_does_too(reviewer_user):
    public, joined = merged_into_withdrawn(reviewer_user)
    Charge.objects.update(provenance="inferred")
    assert undone(joined, reviewer_user) == [public]


def test_a_name_protected_meanwhile_does_too(reviewer_user):
    public, joined = merged_into_withdrawn(reviewer_user)
    Case.objects.filter(pk=public.pk).update(summary="Shy Firstborn did it")
    make.person("Shy Firstborn", display_policy="withheld")
    assert undone(joined, reviewer_user) == [public]


def test_a_part_of_what_was_withdrawn_stays_withdrawn(reviewer_user):
    kept, merged = case(), case()
    joined = merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    kept.refresh_from_db()
    withdraw(record=kept, reason="somebody is in danger", by=reviewer_user)
    assert undone(joined, reviewer_user) == [merged]
    merged.refresh_from_db()
    assert (merged.state, merged.withdrawal_reason) == (
        State.WITHDRAWN,
        f"It was part of {kept.code}, which was taken from the public.",
    )


def test_what_was_objected_to_before_is_no_news(reviewer_user):
    public, hidden = case(), case(state="withdrawn")
    make.accused(case=public)  # without a source, from the beginning
    joined = merge(kept=hidden, merged=public, reason="the same", by=reviewer_user)
    assert undone(joined, reviewer_user) == []


def test_separating_people_asks_for_the_factor_again(reviewer_user):
    kept, merged = make.person(), make.person(display_policy="withheld")
    joined = merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    stale = make.at_desk(reviewer_user, ago=700)
    undo = reverse("admin:cases_merge_undo", args=[joined.pk])
    led = stale.post(undo, {"reason": "not the same"})
    assert led.url.startswith(reverse("mfa_reauthenticate"))
    joined.refresh_from_db()
    assert joined.undone_at is None
