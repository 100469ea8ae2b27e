"""Form field, widget and list filter for partial dates."""

import re
from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracker.partial_dates.free_text import parse_free_text
from tracker.partial_dates.value import (
    HOW_TO_WRITE,
    PartialDate,
    PartialDateError,
    with_ascii_digits,
)

DAY_AND_MONTH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")


class PartialDateInput(forms.TextInput):
    """One line of text for a partial date."""

    def __init__(self, attrs=None):
        hints = {"placeholder": "2020-11-05", "inputmode": "text", "autocomplete": "off"}
        super().__init__({**hints, **(attrs or {})})


class StrictPartialDateFormField(forms.Field):
    """A partial date in EDTF; the error for 5/11/2020 asks which of the two days is meant."""

    widget = PartialDateInput
    read = staticmethod(PartialDate.read)

    def __init__(self, *, help_text="", **kwargs):
        super().__init__(help_text=help_text or capfirst(HOW_TO_WRITE), **kwargs)

    def to_python(self, value):
        try:
            return self.read(value)
        except PartialDateError as error:
            message = _question_about(str(value)) or str(error)
            raise ValidationError(message, code="invalid") from error


class PartialDateFormField(StrictPartialDateFormField):
    """The same for staff forms, also in words: "Nov 2020", "5 Nov 2020", "c. 2013"."""

    read = staticmethod(parse_free_text)


def _question_about(text):
    """Error message for an ambiguous date such as 5/11/2020 or 25.11.2020; None for other text."""
    match = DAY_AND_MONTH.fullmatch(with_ascii_digits(text).strip())
    if match is None:
        return None
    days = []
    for day, month in [(match[1], match[3]), (match[3], match[1])]:
        try:
            days.append(PartialDate.read(date(int(match[4]), int(month), int(day))).edtf)
        except ValueError:
            continue
    distinct_days = dict.fromkeys(days)  # both readings of 5/5/2020 are the same day
    return distinct_days and _("Which day is “%(text)s”? Write %(days)s.") % {
        "text": text.strip(),
        "days": _(" or ").join(distinct_days),
    }


class PartialDateFilter(django_filters.Filter):
    """List filter by a partial date; the default lookup is `overlaps`.

    Accepts EDTF only: query parameters are written by programs too, so one form is enough.
    """

    field_class = StrictPartialDateFormField

    def __init__(self, field_name=None, lookup_expr="overlaps", **kwargs):
        super().__init__(field_name, lookup_expr, **kwargs)
