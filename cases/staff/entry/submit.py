"""Saves a submitted form once, even if the browser sends it twice."""

from collections.abc import Callable

from concurrency.exceptions import RecordModifiedError
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction

from cases.staff.entry.drafts import drop
from cases.staff.entry.write_plan import RowRefused, write_plan
from tracker.admin import address_of
from tracker.admin.record_admin import refusal
from tracker.models import Submission, User

# The form field that shows a validation error, by the model field it was raised for.
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
    """The form is invalid: rolls the transaction back."""


def save_once(open_form: Callable, *, token: str, page: str, by: User) -> tuple[object, str]:
    """Save the form and return (form, redirect URL); the URL is "" if it was not saved.

    The form is None if a form with this token was saved before. `open_form` builds the form from
    the submitted data inside the transaction, so that it is compared with the rows it overwrites.
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
        except RowRefused as error:
            confirmation_message(error)
            return form, ""
        except RecordModifiedError:  # another user saved it meanwhile: build the form again
            if attempt == 2:
                raise
        except IntegrityError as error:
            if form is None:
                raise
            form.case_form.add_error(None, refusal(error))
            return form, ""
    raise AssertionError("unreachable")


def confirmation_message(error: RowRefused) -> None:
    """Add the validation errors of a model instance to the row form it was built from."""
    row = error.planned.form
    for name, messages in error.update_error_dict({}).items():
        form_field = TYPED_IN.get(name, name)
        if form_field not in row.fields:
            form_field = None
        prefix = "" if form_field or name == NON_FIELD_ERRORS else f"{name}: "
        for message in messages:
            text = " ".join(message.messages)
            row.add_error(form_field, f"{prefix}{text}")
