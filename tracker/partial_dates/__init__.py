"""Dates of limited precision: "2020", "between May and June 2020", "about 2013".

`value.py` has the value type and its text form, `free_text.py` parses dates as people write them,
`field.py` stores a date in two columns, `lookups.py` has database lookups and functions, `forms.py`
has form fields and the list filter. Import everything from this package.
"""

from tracker.partial_dates.field import AboutMarkField, PartialDateField
from tracker.partial_dates.forms import (
    PartialDateFilter,
    PartialDateFormField,
    StrictPartialDateFormField,
)
from tracker.partial_dates.free_text import parse_free_text
from tracker.partial_dates.lookups import (
    FIRST_UNIT_TEMPLATE,
    CertainYear,
    Earliest,
    Latest,
    ordered_check,
)
from tracker.partial_dates.value import ONE_DAY, PartialDate, PartialDateError, with_ascii_digits

__all__ = [
    "FIRST_UNIT_TEMPLATE",
    "ONE_DAY",
    "AboutMarkField",
    "CertainYear",
    "Earliest",
    "Latest",
    "PartialDate",
    "PartialDateError",
    "PartialDateField",
    "PartialDateFilter",
    "PartialDateFormField",
    "StrictPartialDateFormField",
    "ordered_check",
    "parse_free_text",
    "with_ascii_digits",
]
