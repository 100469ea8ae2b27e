"""Renders the form fields of a filter set, and the active filters as text."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.forms import ChoiceField, MultipleChoiceField
from django.utils.translation import gettext as _

from tracker.partial_dates import PartialDate
from tracker.web.lists.filters import (
    ALL,
    UNKNOWN,
    CodesField,
    StrictFilterSet,
    allowed_values,
)


@dataclass(frozen=True)
class ActiveFilter:
    """One filter value in use, as text, with the query string of the list without it."""

    label: str
    value: str
    without: str
    is_default: bool = False  # the request does not give it

    def __str__(self):
        return f"{self.label}: {self.value}"


@dataclass(frozen=True)
class FilterField:
    """One parameter in the filter form: checkboxes, select, text input or hidden value ("kept")."""

    kind: str
    name: str
    label: str
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    help: str = ""
    default: str = ""  # in words, where the request does not give the parameter

    @property
    def selects(self) -> tuple[str, ...]:
        """The value of each select element: one for each value in use, or an empty one."""
        return self.values or ("",)


def active_filters(filterset: StrictFilterSet, **kept):
    """Each filter value in use, with the query string of the list without it.

    `kept` are further parameters that every query string repeats, such as the sort order.
    """
    for name, values in filterset.active_parameters.items():
        for value in values:
            remaining = {
                **filterset.active_parameters,
                **kept,
                name: [v for v in values if v != value],
            }
            yield ActiveFilter(
                label=str(filterset.form.fields[name].label),
                value=value_in_words(filterset.form, name, value),
                without=urlencode({k: v for k, v in sorted(remaining.items()) if v}, doseq=True),
            )


def default_filters(filterset: StrictFilterSet, **kept):
    """Each default in use, with the query string of the list that lifts it; "" if none may."""
    for name, values in filterset.default_conditions.items():
        field = filterset.form.fields[name]
        lifted = {**filterset.active_parameters, **kept, name: [ALL]}
        is_lifted_by_all = ALL in allowed_values(field) and ALL not in values
        for value in values:
            yield ActiveFilter(
                label=str(field.label),
                value=value_in_words(filterset.form, name, value),
                without=urlencode(sorted(lifted.items()), doseq=True) if is_lifted_by_all else "",
                is_default=True,
            )


def value_in_words(form, name: str, value: str) -> str:
    """A valid value of a parameter as text for readers."""
    field, cleaned = form.fields[name], form.cleaned_data.get(name)
    if isinstance(field, ChoiceField):
        return str(dict(field.choices)[value])
    if value == UNKNOWN:
        return _("not known")
    if isinstance(field, CodesField):
        records = {getattr(r, field.key, None) or r.code: r for r in cleaned if r is not None}
        return str(records[value])
    return cleaned.in_words() if isinstance(cleaned, PartialDate) else value


def build_controls(filterset: StrictFilterSet, options: dict[str, Callable]):
    """The fields of the filter form, in the order of the parameters.

    `options` gives the (value, label) pairs of parameters that are shown as a select.
    """
    form, defaults = filterset.form, filterset.default_conditions
    for name, field in form.fields.items():
        values = tuple(filterset.active_parameters.get(name, ()))
        default = "; ".join(value_in_words(form, name, value) for value in defaults.get(name, ()))
        common = {"name": name, "label": str(field.label), "values": values, "default": default}
        if name in options:
            yield FilterField("select", options=tuple(options[name]()), **common)
        elif isinstance(field, CodesField):
            yield FilterField("kept", **common)
        elif isinstance(field, MultipleChoiceField):
            yield FilterField("checkboxes", options=tuple(field.choices), **common)
        elif isinstance(field, ChoiceField):
            choices = tuple(choice for choice in field.choices if choice[0] != "")
            yield FilterField("select", options=choices, **common)
        else:
            yield FilterField("text", help=str(field.help_text), **common)
