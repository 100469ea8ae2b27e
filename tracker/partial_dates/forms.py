"""Form field, widget and list filter for partial dates."""

import re
from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracker.partial_dates.free_text import read_in_words
from tracker.partial_dates.value import HOW_TO_WRITE, PartialDate, PartialDateError, digits

DAY_AND_MONTH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")


class PartialDateInput(forms.TextInput):
    """One line of text for a partial date."""

    def __init__(self, attrs=None):
        hints = {"placeholder": "2020-11-05", "inputmode": "text", "autocomplete": "off"}
        super().__init__({**hints, **(attrs or {})})


class StrictPartialDateFormField(forms.Field):
    """A partial date as text; the message for 5/11/2020 asks which of the two days is meant."""

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
    """The same for whoever copies from a document: also "Nov 2020", "5 Nov 2020", "c. 2013"."""

    read = staticmethod(read_in_words)


def _question_about(text):
    """What to ask someone who wrote 5/11/2020 or 25.11.2020; None if it is not such a date."""
    match = DAY_AND_MONTH.fullmatch(digits(text).strip())
    if match is None:
        return None
    days = []
    for day, month in [(match[1], match[3]), (match[3], match[1])]:
        try:
            days.append(PartialDate.read(date(int(match[4]), int(month), int(day))).edtf)
        except ValueError:
            continue
    one_or_two = dict.fromkeys(days)
    return one_or_two and _("Which day is “%(text)s”? Write %(days)s.") % {
        "text": text.strip(),
        "days": _(" or ").join(one_or_two),
    }


class PartialDateFilter(django_filters.Filter):
    """Filters a list by a partial date from a reader; unless told otherwise, by overlap.

    Addresses are written by programs too: one way to write a date is enough.
    """

    field_class = StrictPartialDateFormField

    def __init__(self, field_name=None, lookup_expr="overlaps", **kwargs):
        super().__init__(field_name, lookup_expr, **kwargs)
