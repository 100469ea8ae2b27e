"""Formsets of the sections, with ditto marks resolved."""

from django.forms import BaseFormSet, formset_factory

from cases.staff.entry.cell_parsing import is_ditto
from cases.staff.entry_form.row_forms import RowForm

MOST_ROWS = 400


class SectionFormSet(BaseFormSet):
    """The rows of one section, numbered as on the page; what is `there` already comes first.

    Of that (row, address, what it is) is shown, to be referred to by number.
    """

    def __init__(self, *args, there=(), **kwargs):
        self.there, self.before = there, len(there)
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        number = self.before + index + 1 if index is not None else 0
        # A row may also be emptied that came filled: then it is ignored like any other.
        fixed = {"number": number, "empty_permitted": True, "use_required_attribute": False}
        return {**super().get_form_kwargs(index), **fixed}

    @property
    def filled(self) -> list[RowForm]:
        return [form for form in self.forms if form.has_changed()]


def formset(row: type[RowForm]) -> type[SectionFormSet]:
    return formset_factory(
        row, formset=SectionFormSet, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )


def repeated(data, prefixes: list[str]):
    """The data with every ditto mark replaced by what stands in the row above."""
    data = data.copy()
    for prefix in prefixes:
        for name in [name for name in data if name.startswith(f"{prefix}-")]:
            _prefix, number, *field = name.split("-", 2)
            if field and number.isdecimal() and is_ditto(data[name]):
                data[name] = previous_citations(data, prefix, int(number), field[0])
    return data


def previous_citations(data, prefix: str, number: int, field: str) -> str:
    """What stands in the nearest row above that says it."""
    for row in range(number - 1, -1, -1):
        text = data.get(f"{prefix}-{row}-{field}", "")
        if text and not is_ditto(text):
            return text
    return ""
