"""Confirm that a person is still detained."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Detention
from tracker.enums import Standing
from tracker.staff.assignments import note_editor
from tracker.visibility.workflow import NotAllowed


def refuse_confirming(spell: Detention, today: date) -> None:
    if spell.ended_on:
        raise NotAllowed(_("This spell has ended: it cannot be confirmed."))
    if spell.standing == Standing.REJECTED:
        raise NotAllowed(_("This spell was set aside: it cannot be confirmed."))
    if spell.started_on.earliest > today:
        raise NotAllowed(_("This spell has not begun: it cannot be confirmed."))


@transaction.atomic
def confirm_detention(*, detention: Detention, note: str = "", by) -> Detention:
    """The person is still held: somebody looked into it today. Raises NotAllowed.

    A later confirmation is never taken back: two who confirm at once both have their way.
    """
    spell = Detention.objects.select_for_update(of=["self"]).get(pk=detention.pk)
    today = timezone.now().date()
    refuse_confirming(spell, today)
    if spell.confirmed_on is None or spell.confirmed_on.latest < today:
        with pghistory.context(reason=note.strip() or _("Still held, checked today.")):
            spell.confirmed_on = today.isoformat()
            spell.save(update_fields=["confirmed_on"])
            note_editor(row=spell, by=by)
    return spell
