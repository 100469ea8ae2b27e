"""An undone merge publishes no record again that nobody has checked."""

import pytest
from django.urls import reverse

from cases.models import Case, Charge, Merge
from cases.staff.merging.actions import merge, unmerge
from tests import factories as make
from tests.staff_client import shown_messages
from tracker.enums import State
from tracker.models import WorkflowStep
from tracker.visibility.workflow import withdraw

pytestmark = pytest.mark.django_db


def case_without_findings(**fields) -> Case:
    """A case without findings of the publication checklist."""
    created = make.add_citation(make.case(**fields))
    participation = make.add_citation(make.accused(case=created))
    provision = make.provision()
    make.version(provision=provision, starts_on="2010")
    make.charge(under=provision, of=participation)
    return created


def merged_into_withdrawn(by) -> tuple[Case, Merge]:
    """A public case that a merge has withdrawn, and the merge."""
    public, hidden = case_without_findings(), case_without_findings(state="withdrawn")
    merge_row = merge(kept=hidden, merged=public, reason="the same", by=by)
    public.refresh_from_db()
    assert public.state == State.WITHDRAWN
    return public, merge_row


def undo(merge_row, by) -> list:
    """Undo the merge; the records that were withdrawn instead of published again."""
    return unmerge(merge=merge_row, reason="not the same", by=by)[1]


def test_unchanged_case_is_public_again(reviewer_user):
    public, merge_row = merged_into_withdrawn(reviewer_user)
    assert undo(merge_row, reviewer_user) == []
    public.refresh_from_db()
    assert public.state == State.PUBLISHED


def test_case_with_unsourced_fact_stays_withdrawn(visitor, reviewer, reviewer_user):
    public, merge_row = merged_into_withdrawn(reviewer_user)
    for charge in Charge.objects.all():
        charge.citations.all().delete()
    url = reverse("admin:cases_merge_undo", args=[merge_row.pk])
    page = reviewer.post(url, {"reason": "not the same"}, follow=True)
    assert shown_messages(page)[1:] == [
        f"“{public}” is not public again: its checklist says what to look at first."
    ]
    public.refresh_from_db()
    assert (public.state, public.merged_into) == (State.WITHDRAWN, None)
    assert visitor.get(public.get_absolute_url()).status_code == 404
    assert WorkflowStep.about(public).first().state == State.WITHDRAWN


def test_case_with_new_warning_stays_withdrawn(reviewer_user):
    public, merge_row = merged_into_withdrawn(reviewer_user)
    Charge.objects.update(provenance="inferred")
    assert undo(merge_row, reviewer_user) == [public]


def test_case_naming_a_newly_protected_person_stays_withdrawn(reviewer_user):
    public, merge_row = merged_into_withdrawn(reviewer_user)
    Case.objects.filter(pk=public.pk).update(summary="Shy Firstborn did it")
    make.person("Shy Firstborn", display_policy="withheld")
    assert undo(merge_row, reviewer_user) == [public]


def test_merged_case_stays_withdrawn_if_the_kept_one_was_withdrawn(reviewer_user):
    kept, merged = case_without_findings(), case_without_findings()
    merge_row = merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    kept.refresh_from_db()
    withdraw(record=kept, reason="somebody is in danger", by=reviewer_user)
    assert undo(merge_row, reviewer_user) == [merged]
    merged.refresh_from_db()
    assert (merged.state, merged.withdrawal_reason) == (
        State.WITHDRAWN,
        f"It was part of {kept.code}, which was taken from the public.",
    )


def test_finding_from_before_the_merge_does_not_withdraw(reviewer_user):
    public, hidden = case_without_findings(), case_without_findings(state="withdrawn")
    make.accused(case=public)  # without a source, from the beginning
    merge_row = merge(kept=hidden, merged=public, reason="the same", by=reviewer_user)
    assert undo(merge_row, reviewer_user) == []


def test_undoing_a_merge_of_people_needs_recent_mfa(reviewer_user):
    kept, merged = make.person(), make.person(display_policy="withheld")
    merge_row = merge(kept=kept, merged=merged, reason="the same", by=reviewer_user)
    client = make.signed_in_client(reviewer_user, ago=700)
    url = reverse("admin:cases_merge_undo", args=[merge_row.pk])
    response = client.post(url, {"reason": "not the same"})
    assert response.url.startswith(reverse("mfa_reauthenticate"))
    merge_row.refresh_from_db()
    assert merge_row.undone_at is None
