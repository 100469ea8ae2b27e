"""History page of a record and comparison of two times."""

import pghistory
import pytest

from cases.models import Case
from cases.staff import identity_vault
from tests import factories as make, staff_client
from tests.pages import normalised
from tracker.enums import StaffRole


@pytest.mark.django_db(transaction=True)  # events carry the time of their transaction
def test_comparison_shows_differences_between_two_times(analyst, analyst_user):
    case = make.case(title="Invented matter", category="journalist")
    participation = make.accused(case=case, role="accused")
    with pghistory.context(user=analyst_user.pk, reason="the verdict says so"):
        Case.objects.update(category="union", place="Invented Town")
    participation.delete()
    page = analyst.get(staff_client.staff_url(case, "history"))
    text = normalised(page.content.decode())
    assert 'analyst <span class="deed">changed</span> the case' in text
    assert "category from <del>Journalist</del> to <ins>Trade unionist</ins>" in text
    assert 'because: <span class="why">the verdict says so</span>' in text
    times = [edit.at.isoformat() for edit in page.context["page"]]
    query = {"one": times[0], "two": times[2]}
    changes = analyst.get(staff_client.staff_url(case, "compare"), query).context["changes"]
    assert [(c.kind, c.deed, c.fields) for c in changes] == [
        (
            "case",
            "changed",
            [("category", "Journalist", "Trade unionist"), ("place", "", "Invented Town")],
        ),
        ("participation", "deleted", []),
    ]
    same = analyst.get(staff_client.staff_url(case, "compare"), {"one": times[0], "two": times[0]})
    assert same.context["changes"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{}, {"one": "x", "two": "2020-01-01"}, {"one": "\0"}])
def test_invalid_times_are_reported(analyst, query):
    response = analyst.get(staff_client.staff_url(make.case(), "compare"), query)
    assert (response.status_code, response.context["is_understood"]) == (200, False)


@pytest.mark.django_db
def test_comparison_needs_the_view_permission(visitor):
    assert visitor.get(staff_client.staff_url(make.case(), "compare")).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "is_shown"),
    [
        ([StaffRole.CUSTODIAN], True),
        ([StaffRole.ADMINISTRATOR, StaffRole.ANALYST], True),
        ([StaffRole.ANALYST, StaffRole.REVIEWER], False),
    ],
)
def test_identity_accesses_are_shown_to_custodians_and_administrators(roles, is_shown):
    person = make.person(display_policy="withheld")
    keeper = make.staff_user("keeper", StaffRole.CUSTODIAN)
    identity_vault.reveal(person=person, reason="to warn the family", by=keeper)
    client = make.signed_in_client(make.staff_user("asking", *roles))
    page = normalised(client.get(staff_client.staff_url(person, "history")).content.decode())
    assert ("keeper revealed, because: to warn the family" in page) == is_shown
    assert ("to warn the family" in page) == is_shown
