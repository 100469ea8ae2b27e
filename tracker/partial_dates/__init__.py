"""Dates of limited precision: "2020", "between May and June 2020", "about 2013".

`value.py` is the date itself and its text, `wording.py` reads what people write in notes,
`field.py` keeps it in two columns, `lookups.py` asks the database about it, `forms.py` takes it
from a reader. Import all of it from here.
"""

from tracker.partial_dates.field import AboutMarkField, PartialDateField, as_columns
from tracker.partial_dates.forms import (
    PartialDateFilter,
    PartialDateFormField,
    PartialDateInput,
    StrictPartialDateFormField,
)
from tracker.partial_dates.free_text import read_in_words
from tracker.partial_dates.lookups import CertainYear, Earliest, Latest, ordered_check
from tracker.partial_dates.value import PartialDate, PartialDateError, digits

__all__ = [
    "AboutMarkField",
    "CertainYear",
    "Earliest",
    "Latest",
    "PartialDate",
    "PartialDateError",
    "PartialDateField",
    "PartialDateFilter",
    "PartialDateFormField",
    "PartialDateInput",
    "StrictPartialDateFormField",
    "as_columns",
    "digits",
    "ordered_check",
    "read_in_words",
]
