"""Publication workflow of a record: draft, in review, published, withdrawn."""

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from tracker.enums import State
from tracker.models import WorkflowStep
from tracker.visibility.checklist import findings
from tracker.visibility.sealed_name_detection import rows_with_sealed_names


class NotAllowed(Exception):
    """The transition is not allowed now; the message says why and what to do."""


ALLOWED_TRANSITIONS = {
    State.DRAFT: {State.IN_REVIEW, State.PUBLISHED},
    State.IN_REVIEW: {State.DRAFT, State.PUBLISHED},
    State.PUBLISHED: {State.WITHDRAWN},
    State.WITHDRAWN: {State.IN_REVIEW, State.PUBLISHED},
}


def transition(*, record: Model, to: State, reason: str = "", note: str = "", by) -> None:
    """Move a record to another state. Withdrawing needs a reason, which only staff see.

    The note is stored with the step, for the next editor. Raises NotAllowed if the present state
    does not allow the transition.
    """
    with transaction.atomic():
        current = type(record)._base_manager.select_for_update().get(pk=record.pk)
        if to not in ALLOWED_TRANSITIONS[State(current.state)]:
            raise NotAllowed(
                f"“{record}” is {current.get_state_display().lower()}: it cannot become "
                f"{State(to).label.lower()} from there."
            )
        if to == State.WITHDRAWN and not reason.strip():
            raise NotAllowed("Say, for the staff, why this is withdrawn.")
        if to == State.PUBLISHED and (named := rows_with_sealed_names(current)):
            raise NotAllowed(
                f"“{record}” was not published: somebody whose identity is sealed may be named in "
                + ", ".join(sorted({str(row._meta.verbose_name) for row in named}))
                + "."
            )
        record.state = to
        record.withdrawal_reason = reason if to == State.WITHDRAWN else ""
        if to in (State.PUBLISHED, State.WITHDRAWN) or record.last_edited_by is None:
            record.last_edited_by = by  # sending it to review is no edit
        if to == State.PUBLISHED and record.published_at is None:
            record.published_at = timezone.now()
        record.save()
        WorkflowStep.objects.create(
            table=record._meta.label, row=record.pk, state=to, note=note.strip() or reason, by=by
        )


def publish(*, record: Model, warnings_confirmed: bool = False, by) -> None:
    """Publish a record and the rows that belong to it.

    Raises NotAllowed for a blocking finding of the checklist, for a warning unless confirmed,
    and for whoever edited the record last.
    """
    with transaction.atomic():
        current = type(record)._base_manager.select_for_update().get(pk=record.pk)
        found = findings(current)
        if stops := [f.sentence for f in found if f.is_blocking or not warnings_confirmed]:
            raise NotAllowed(" ".join([f"“{record}” was not published.", *stops]))
        if is_own_work(current, by):
            raise NotAllowed(
                f"“{record}” was last edited by you: somebody else has to look and publish it."
            )
        note = "; ".join(sorted({finding.sentence for finding in found}))
        transition(
            record=record, to=State.PUBLISHED, note=note and f"Looked at: {note}"[:1000], by=by
        )


def is_own_work(record: Model, by) -> bool:
    """Whether the user edited the record last, where a second person must publish."""
    return settings.REVIEW_BY_ANOTHER and by is not None and record.last_edited_by_id == by.pk


def withdraw(*, record: Model, reason: str, by) -> None:
    """Withdraw a record and the rows that belong to it, from every channel at once."""
    transition(record=record, to=State.WITHDRAWN, reason=reason, by=by)
