"""The re-check of who is in detention: "still held" in one step, from the queue or the page."""

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
    """Somebody in custody since 2020, as far as is known."""
    case = make.case(title="Invented matter", state=state)
    part = make.accused(case=case, person=make.person("Zed Example"))
    return Detention.objects.create(
        participation=part, basis="police", **{"started_on": "2020"} | fields
    )


def today() -> str:
    return timezone.now().date().isoformat()


def test_the_queue_confirms_in_one_step(analyst, analyst_user):
    spell = held()
    page = normalised(analyst.get(QUEUE).content.decode())
    assert "Still held, checked today" in page
    assert f'href="{address(spell)}#id_ended_on">Released…' in page
    done = analyst.post(address(spell, "confirm"), {"whose": "mine"}, follow=True)
    assert done.redirect_chain == [(f"{QUEUE}?whose=mine", 302)]
    assert messages(done) == ["“Zed Example” is confirmed: still held today."]
    spell.refresh_from_db()
    spell.participation.case.refresh_from_db()
    assert (str(spell.confirmed_on), QUEUES["detentions"].count()) == (today(), 0)
    assert spell.participation.case.last_edited_by == analyst_user


def test_the_history_tells_who_confirmed_and_how_that_is_known(analyst):
    spell = held()
    shown = analyst.post(address(spell, "confirm"), {"note": "His sister says so"}, follow=True)
    assert shown.redirect_chain == [(address(spell), 302)]
    history = normalised(analyst.get(address(spell, "history")).content.decode())
    assert 'because: <span class="why">His sister says so</span>' in history
    [edit, *_first] = analyst.get(address(spell, "history")).context["page"]
    assert (edit.by, edit.changes[0].fields) == ("analyst", [("confirmed on", "", today())])


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ended_on": "2021"}, "has ended"),
        ({"standing": "rejected", "standing_reason": "a slip"}, "was set aside"),
        ({"started_on": "2999"}, "has not begun"),
    ],
)
def test_a_spell_that_does_not_go_on_is_not_confirmed(analyst, analyst_user, fields, why):
    spell = held(**fields)
    with pytest.raises(NotAllowed, match=why):
        confirm_detention(detention=spell, by=analyst_user)
    [said] = messages(analyst.post(address(spell, "confirm"), follow=True))
    assert why in said
    assert Detention.objects.get().confirmed_on is None


def test_what_is_public_is_confirmed_by_who_may_publish(reviewer):
    spell = held(state="published")
    analyst = make.at_desk(make.staff("ned", StaffRole.ANALYST))
    assert analyst.post(address(spell, "confirm")).status_code == 403
    assert "Still held" not in analyst.get(QUEUE).content.decode()
    assert "Still held" not in analyst.get(address(spell)).content.decode()
    assert reviewer.get(address(spell, "confirm")).status_code == 405
    assert Detention.objects.get().confirmed_on is None
    assert reviewer.post(address(spell, "confirm")).status_code == 302
    assert Detention.objects.get().confirmed_on is not None


def test_the_queue_asks_no_more_of_many_spells_than_of_one(analyst):
    held()
    with CaptureQueriesContext(connection) as before:
        analyst.get(QUEUE)
    for _number in range(3):
        held()
    with CaptureQueriesContext(connection) as after:
        analyst.get(QUEUE)
    assert len(after) == len(before)
