"""Saves a submitted form once, also if it is sent again."""

from collections.abc import Callable

from concurrency.exceptions import RecordModifiedError
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction

from cases.staff.entry.drafts import drop
from cases.staff.entry.write_plan import RowRefused, write_plan
from tracker.admin import address_of
from tracker.admin.record_admin import refusal
from tracker.models import Submission, User

# The field of a row in which the mistake was typed that a field of the model is refused for.
TYPED_IN = {
    "provision": "charges",
    "person": "who",
    "organisation": "who",
    "group_label": "who",
    "group_size": "size",
    "name": "who",
    "name_km": "who",
    "locator": "cited",
    "title": "source",
}


class NotSavedYet(Exception):
    """Something typed cannot be saved as it is: nothing is written."""


def save_once(open_form: Callable, *, token: str, page: str, by: User) -> tuple[object, str]:
    """The form, and where it led when it is saved. No form: it was saved before.

    `open_form` makes the form anew from what was typed, inside the transaction: what it compares
    with is then what is written over.
    """
    for attempt in (1, 2):
        form = None
        try:
            with transaction.atomic():
                submission = Submission.objects.claim(token=token, by=by)
                if submission.led_to:
                    return None, submission.led_to
                form = open_form()
                if not form.is_valid:
                    raise NotSavedYet
                write_plan(plan=form.plan, reason=form.reason, by=by)
                submission.led_to = address_of(form.plan.case)
                submission.save()
                drop(page=page, by=by)
            return form, submission.led_to
        except NotSavedYet:
            return form, ""
        except RowRefused as refused:
            confirmation_message(refused)
            return form, ""
        except RecordModifiedError:  # saved by somebody a moment ago: compare anew
            if attempt == 2:
                raise
        except IntegrityError as error:
            if form is None:
                raise
            form.case_form.add_error(None, refusal(error))
            return form, ""
    raise AssertionError("unreachable")


def confirmation_message(refused: RowRefused) -> None:
    """Put what the model refused beside the field it was typed in."""
    row = refused.planned.form
    errors = refused.update_error_dict({})
    for name, messages in errors.items():
        typed_in = TYPED_IN.get(name, name)
        where = typed_in if typed_in in row.fields else None
        prefix = "" if where or name == NON_FIELD_ERRORS else f"{name}: "
        for message in messages:
            text = " ".join(message.messages)
            row.add_error(where, f"{prefix}{text}")
