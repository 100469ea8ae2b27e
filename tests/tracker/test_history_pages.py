"""The history of a record: sentences, and two moments side by side."""

import pghistory
import pytest

from cases.models import Case
from cases.staff import identity_vault
from tests import factories as make, staff_client
from tests.pages import normalised
from tracker.enums import StaffRole


@pytest.mark.django_db(transaction=True)  # the moments are those of transactions
def test_two_moments_are_shown_side_by_side(analyst, analyst_user):
    case = make.case(title="Invented matter", category="journalist")
    who = make.accused(case=case, role="accused")
    with pghistory.context(user=analyst_user.pk, reason="the verdict says so"):
        Case.objects.update(category="union", place="Invented Town")
    who.delete()
    page = analyst.get(staff_client.address(case, "history"))
    words = normalised(page.content.decode())
    assert 'analyst <span class="deed">changed</span> the case' in words
    assert "category from <del>Journalist</del> to <ins>Trade unionist</ins>" in words
    assert 'because: <span class="why">the verdict says so</span>' in words
    moments = [edit.at.isoformat() for edit in page.context["page"]]
    asked = {"one": moments[0], "two": moments[2]}
    found = analyst.get(staff_client.address(case, "compare"), asked).context["changes"]
    assert [(c.kind, c.deed, c.fields) for c in found] == [
        (
            "case",
            "changed",
            [("category", "Journalist", "Trade unionist"), ("place", "", "Invented Town")],
        ),
        ("participation", "deleted", []),
    ]
    same = analyst.get(
        staff_client.address(case, "compare"), {"one": moments[0], "two": moments[0]}
    )
    assert same.context["changes"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{}, {"one": "x", "two": "2020-01-01"}, {"one": "\0"}])
def test_what_is_no_moment_is_said_to_be_none(analyst, asked):
    response = analyst.get(staff_client.address(make.case(), "compare"), asked)
    assert (response.status_code, response.context["is_understood"]) == (200, False)


@pytest.mark.django_db
def test_comparing_is_for_who_may_see_the_record(visitor):
    assert visitor.get(staff_client.address(make.case(), "compare")).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "emits_changes"),
    [
        ([StaffRole.CUSTODIAN], True),
        ([StaffRole.ADMINISTRATOR, StaffRole.ANALYST], True),
        ([StaffRole.ANALYST, StaffRole.REVIEWER], False),
    ],
)
def test_custodians_and_administrators_are_told_who_looked_at_an_identity(roles, emits_changes):
    person, keeper = (
        make.person(display_policy="withheld"),
        make.staff("keeper", StaffRole.CUSTODIAN),
    )
    identity_vault.reveal(person=person, reason="to warn the family", by=keeper)
    asking = make.at_desk(make.staff("asking", *roles))
    page = normalised(asking.get(staff_client.address(person, "history")).content.decode())
    assert ("keeper revealed, because: to warn the family" in page) == emits_changes
    assert ("to warn the family" in page) == emits_changes
