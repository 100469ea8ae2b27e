"""Formsets of the sections of the case entry form; resolves ditto marks."""

from django.forms import BaseFormSet

from cases.staff.entry.cell_parsing import is_ditto
from cases.staff.entry_form.row_forms import RowForm


class SectionFormSet(BaseFormSet):
    """The new rows of one section, numbered after the rows that are recorded already.

    `existing_rows` are shown as (row, URL, description), so that others can refer to their number.
    """

    def __init__(self, *args, existing_rows=(), **kwargs):
        self.existing_rows, self.before = existing_rows, len(existing_rows)
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        number = self.before + index + 1 if index is not None else 0
        # Also a row with initial values may be emptied: then it is ignored.
        return {**super().get_form_kwargs(index), "number": number, "empty_permitted": True}

    @property
    def filled(self) -> list[RowForm]:
        return [form for form in self.forms if form.has_changed()]


def resolve_ditto_marks(data, prefixes: list[str]):
    """A copy of the form data in which each ditto mark is replaced by the value it repeats."""
    data = data.copy()
    for prefix in prefixes:
        for name in [name for name in data if name.startswith(f"{prefix}-")]:
            _prefix, number, *field = name.split("-", 2)
            if field and number.isdecimal() and is_ditto(data[name]):
                data[name] = value_above(data, prefix, int(number), field[0])
    return data


def value_above(data, prefix: str, number: int, field: str) -> str:
    """The value of the field in the nearest row above that has one, or ""."""
    for row in range(number - 1, -1, -1):
        text = data.get(f"{prefix}-{row}-{field}", "")
        if text and not is_ditto(text):
            return text
    return ""
