"""Confirming that a person is still in custody, from the queue or the admin page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Detention
from cases.staff.detention_confirmation import confirm_detention
from cases.staff.queues import QUEUES
from tests import factories as make
from tests.pages import normalised
from tests.staff_client import address, messages
from tracker.enums import StaffRole
from tracker.visibility.workflow import NotAllowed

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:queue", args=["detentions"])


def held(state="draft", **fields) -> Detention:
    """A period in custody since 2020 without an end, in a case of this state."""
    case = make.case(title="Invented matter", state=state)
    participation = make.accused(case=case, person=make.person("Zed Example"))
    return Detention.objects.create(
        participation=participation, basis="police", **{"started_on": "2020"} | fields
    )


def today() -> str:
    return timezone.now().date().isoformat()


def test_queue_confirms_detention_in_one_step(analyst, analyst_user):
    spell = held()
    page = normalised(analyst.get(QUEUE).content.decode())
    assert "Still held, checked today" in page
    assert f'href="{address(spell)}#id_ended_on">Released…' in page
    response = analyst.post(address(spell, "confirm"), {"whose": "mine"}, follow=True)
    assert response.redirect_chain == [(f"{QUEUE}?whose=mine", 302)]
    assert messages(response) == ["“Zed Example” is confirmed: still held today."]
    spell.refresh_from_db()
    spell.participation.case.refresh_from_db()
    assert (str(spell.confirmed_on), QUEUES["detentions"].count()) == (today(), 0)
    assert spell.participation.case.last_edited_by == analyst_user


def test_confirmation_and_its_note_are_in_the_history(analyst):
    spell = held()
    shown = analyst.post(address(spell, "confirm"), {"note": "His sister says so"}, follow=True)
    assert shown.redirect_chain == [(address(spell), 302)]
    history = normalised(analyst.get(address(spell, "history")).content.decode())
    assert 'because: <span class="why">His sister says so</span>' in history
    [edit, *_first] = analyst.get(address(spell, "history")).context["page"]
    assert (edit.by, edit.changes[0].fields) == ("analyst", [("confirmed on", "", today())])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"ended_on": "2021"}, "has ended"),
        ({"standing": "rejected", "standing_reason": "a slip"}, "was set aside"),
        ({"started_on": "2999"}, "has not begun"),
    ],
)
def test_detention_that_is_not_open_is_not_confirmed(analyst, analyst_user, fields, reason):
    detention = held(**fields)
    with pytest.raises(NotAllowed, match=reason):
        confirm_detention(detention=detention, by=analyst_user)
    [message] = messages(analyst.post(address(detention, "confirm"), follow=True))
    assert reason in message
    assert Detention.objects.get().confirmed_on is None


def test_detention_in_published_case_is_confirmed_by_reviewers_only(reviewer):
    detention = held(state="published")
    analyst = make.at_desk(make.staff("ned", StaffRole.ANALYST))
    assert analyst.post(address(detention, "confirm")).status_code == 403
    assert "Still held" not in analyst.get(QUEUE).content.decode()
    assert "Still held" not in analyst.get(address(detention)).content.decode()
    assert reviewer.get(address(detention, "confirm")).status_code == 405
    assert Detention.objects.get().confirmed_on is None
    assert reviewer.post(address(detention, "confirm")).status_code == 302
    assert Detention.objects.get().confirmed_on is not None


def test_queue_query_count_does_not_depend_on_row_count(analyst):
    held()
    with CaptureQueriesContext(connection) as before:
        analyst.get(QUEUE)
    for _number in range(3):
        held()
    with CaptureQueriesContext(connection) as after:
        analyst.get(QUEUE)
    assert len(after) == len(before)
