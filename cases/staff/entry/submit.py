"""Saves a submitted form once, even if the browser sends it twice."""

from collections.abc import Callable

from concurrency.exceptions import RecordModifiedError
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction

from cases.staff.entry.drafts import delete_draft
from cases.staff.entry.write_plan import RowRefused, execute_write_plan
from tracker.admin import admin_url
from tracker.admin.staff_admin import refusal_message
from tracker.models import Submission

# The form field that shows a validation error, by the model field it was raised for.
FORM_FIELD_BY_MODEL_FIELD = {
    **dict.fromkeys(["person", "organisation", "group_label", "name", "name_km"], "who"),
    "group_size": "size",
    "provision": "charges",
    "locator": "cited",
    "title": "source",
}


def save_once(request, open_form: Callable, *, page: str) -> tuple[object, str]:
    """Save the form and return (form, redirect URL); the URL is "" if it was not saved.

    The form is None if a form with this token was saved before. `open_form` builds the form from
    the submitted data inside the transaction, so that it is compared with the rows it overwrites.
    """
    token, by = request.POST.get("token", ""), request.user
    for attempt in (1, 2):
        form = None
        try:
            with transaction.atomic():
                submission = Submission.objects.claim(token=token, by=by)
                if submission.led_to:
                    return None, submission.led_to
                form = open_form()
                if not form.is_valid:
                    transaction.set_rollback(True)
                    return form, ""
                execute_write_plan(plan=form.plan, reason=form.reason, by=by)
                submission.led_to = admin_url(form.plan.case)
                submission.save()
                delete_draft(page=page, by=by)
            return form, submission.led_to
        except RowRefused as error:
            add_model_errors(error)
            return form, ""
        except RecordModifiedError:  # another user saved it meanwhile: build the form again
            if attempt == 2:
                raise
        except IntegrityError as error:
            if form is None:
                raise
            form.case_form.add_error(None, refusal_message(error))
            return form, ""
    raise AssertionError("unreachable")


def add_model_errors(error: RowRefused) -> None:
    """Add the validation errors of a model instance to the row form it was built from."""
    row = error.planned.form
    for name, messages in error.update_error_dict({}).items():
        form_field = FORM_FIELD_BY_MODEL_FIELD.get(name, name)
        if form_field not in row.fields:
            form_field = None
        prefix = "" if form_field or name == NON_FIELD_ERRORS else f"{name}: "
        for message in messages:
            text = " ".join(message.messages)
            row.add_error(form_field, f"{prefix}{text}")
