"""Confirms that a person is still in custody."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Detention
from tracker.enums import Standing
from tracker.staff.assignments import set_last_editor
from tracker.visibility.workflow import NotAllowed


def refuse_confirming(detention: Detention, today: date) -> None:
    """Raise NotAllowed if the period in custody has ended, is rejected or lies in the future."""
    if detention.ended_on:
        raise NotAllowed(_("This spell has ended: it cannot be confirmed."))
    if detention.standing == Standing.REJECTED:
        raise NotAllowed(_("This spell was set aside: it cannot be confirmed."))
    if detention.started_on.earliest > today:
        raise NotAllowed(_("This spell has not begun: it cannot be confirmed."))


@transaction.atomic
def confirm_detention(*, detention: Detention, note: str = "", by) -> Detention:
    """Set `confirmed_on` to today: the person is still held. Raises NotAllowed.

    Idempotent: a date that is already today or later is kept, also of a concurrent request.
    """
    locked = Detention.objects.select_for_update(of=["self"]).get(pk=detention.pk)
    today = timezone.now().date()
    refuse_confirming(locked, today)
    if locked.confirmed_on is None or locked.confirmed_on.latest < today:
        with pghistory.context(reason=note.strip() or _("Still held, checked today.")):
            locked.confirmed_on = today.isoformat()
            locked.save(update_fields=["confirmed_on"])
            set_last_editor(row=locked, by=by)
    return locked
