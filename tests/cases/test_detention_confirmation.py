"""Confirming that a person is still detained, from the queue or from the page."""

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
from tests.staff_client import shown_messages, staff_url
from tracker.enums import StaffRole
from tracker.visibility.workflow import NotAllowed

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:queue", args=["detentions"])


def open_detention(state="draft", **fields) -> Detention:
    """An open detention since 2020, by default."""
    case = make.case(title="Invented matter", state=state)
    participation = make.accused(case=case, person=make.person("Zed Example"))
    return Detention.objects.create(
        participation=participation, basis="police", **{"started_on": "2020"} | fields
    )


def today() -> str:
    return timezone.now().date().isoformat()


def test_queue_confirms_a_detention_with_one_post(analyst, analyst_user):
    spell = open_detention()
    page = normalised(analyst.get(QUEUE).content.decode())
    assert "Still held, checked today" in page
    assert f'href="{staff_url(spell)}#id_ended_on">Released…' in page
    response = analyst.post(staff_url(spell, "confirm"), {"whose": "mine"}, follow=True)
    assert response.redirect_chain == [(f"{QUEUE}?whose=mine", 302)]
    assert shown_messages(response) == ["“Zed Example” is confirmed: still held today."]
    spell.refresh_from_db()
    spell.participation.case.refresh_from_db()
    assert (str(spell.confirmed_on), QUEUES["detentions"].count()) == (today(), 0)
    assert spell.participation.case.last_edited_by == analyst_user


def test_history_shows_who_confirmed_and_the_note(analyst):
    spell = open_detention()
    response = analyst.post(
        staff_url(spell, "confirm"), {"note": "His sister says so"}, follow=True
    )
    assert response.redirect_chain == [(staff_url(spell), 302)]
    history = normalised(analyst.get(staff_url(spell, "history")).content.decode())
    assert 'because: <span class="why">His sister says so</span>' in history
    [edit, *_first] = analyst.get(staff_url(spell, "history")).context["page"]
    assert (edit.by, edit.changes[0].fields) == ("analyst", [("confirmed on", "", today())])


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ended_on": "2021"}, "has ended"),
        ({"standing": "rejected", "standing_reason": "a slip"}, "was set aside"),
        ({"started_on": "2999"}, "has not begun"),
    ],
)
def test_ended_rejected_or_future_detention_is_not_confirmed(analyst, analyst_user, fields, why):
    spell = open_detention(**fields)
    with pytest.raises(NotAllowed, match=why):
        confirm_detention(detention=spell, by=analyst_user)
    [message] = shown_messages(analyst.post(staff_url(spell, "confirm"), follow=True))
    assert why in message
    assert Detention.objects.get().confirmed_on is None


def test_published_detention_is_confirmed_by_reviewers_only(reviewer):
    spell = open_detention(state="published")
    analyst = make.signed_in_client(make.staff_user("ned", StaffRole.ANALYST))
    assert analyst.post(staff_url(spell, "confirm")).status_code == 403
    assert "Still held" not in analyst.get(QUEUE).content.decode()
    assert "Still held" not in analyst.get(staff_url(spell)).content.decode()
    assert reviewer.get(staff_url(spell, "confirm")).status_code == 405
    assert Detention.objects.get().confirmed_on is None
    assert reviewer.post(staff_url(spell, "confirm")).status_code == 302
    assert Detention.objects.get().confirmed_on is not None


def test_query_count_of_the_queue_does_not_depend_on_its_length(analyst):
    open_detention()
    with CaptureQueriesContext(connection) as before:
        analyst.get(QUEUE)
    for _number in range(3):
        open_detention()
    with CaptureQueriesContext(connection) as after:
        analyst.get(QUEUE)
    assert len(after) == len(before)
