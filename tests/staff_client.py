"""Test helpers for the staff admin: URLs, form data, errors and messages."""

from django.forms import ModelMultipleChoiceField
from django.urls import reverse


def staff_url(what, page="change", *args) -> str:
    """`address(person)`, `address(person, "history")`, `address(Person, "changelist")`."""
    opts = what._meta
    pk = [what.pk] if not isinstance(what, type) else []
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[*pk, *args])


def open_form(client, url, **query) -> dict:
    """The data of an unchanged add or change form with its inlines, as a browser submits it."""
    response = client.get(url, query)
    assert response.status_code == 200
    context, data = response.context, {}
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    management = [formset.management_form for formset in formsets]
    for form in [context["adminform"].form, *management, *(f for fs in formsets for f in fs)]:
        for field in form:
            data |= field_data(field)
    return data


def field_data(field) -> dict:
    """The data of one bound field; an unchecked checkbox sends nothing."""
    value = field.value()
    if value is False or (value is None and isinstance(field.field, ModelMultipleChoiceField)):
        return {}
    if isinstance(value, list | tuple):
        return {field.html_name: [str(getattr(each, "pk", each)) for each in value]}
    return {field.html_name: "on" if value is True else "" if value is None else str(value)}


def inline_row(prefix: str, number: int = 0, **values) -> dict:
    """The data of a new row of an inline formset that has `number` rows."""
    data = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


def submit_form(client, url, data, **changes):
    """Submit the form with changes; returns a redirect if it was valid."""
    return client.post(url, data | changes)


def form_errors(response) -> dict[str, list[str]]:
    """Errors of the form, its inline rows (by prefixed name) and its formsets (by prefix)."""
    context = response.context
    by_field = dict(context["adminform"].form.errors)
    for inline in context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            by_field |= {form.add_prefix(name): lines for name, lines in form.errors.items()}
        if inline.formset.non_form_errors():
            by_field[inline.formset.prefix] = inline.formset.non_form_errors()
    return {name: list(lines) for name, lines in by_field.items()}


def shown_messages(response) -> list[str]:
    """The messages (django.contrib.messages) shown on the page."""
    return [str(message) for message in response.context["messages"]]
