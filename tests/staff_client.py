"""What a member of staff does at the desk: open a page of the admin, type, press a button."""

from django.forms import ModelMultipleChoiceField
from django.urls import reverse


def address(what, page="change", *args) -> str:
    """`address(person)`, `address(person, "history")`, `address(Person, "changelist")`."""
    opts = what._meta
    own = [what.pk] if not isinstance(what, type) else []
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[*own, *args])


def open_form(client, where, **query) -> dict:
    """What the browser would send back if nothing were typed."""
    response = client.get(where, query)
    assert response.status_code == 200
    context, data = response.context, {}
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    management = [formset.management_form for formset in formsets]
    for form in [context["adminform"].form, *management, *(f for fs in formsets for f in fs)]:
        for field in form:
            data |= sent(field)
    return data


def sent(field) -> dict:
    """One field as the browser sends it; an unticked box is not sent."""
    value = field.value()
    if value is False or (value is None and isinstance(field.field, ModelMultipleChoiceField)):
        return {}
    if isinstance(value, list | tuple):
        return {field.html_name: [str(getattr(each, "pk", each)) for each in value]}
    return {field.html_name: "on" if value is True else "" if value is None else str(value)}


def row(prefix: str, number: int = 0, **typed) -> dict:
    """A row typed into an inline that had `number` rows before."""
    typed = {f"{prefix}-{number}-{name}": value for name, value in typed.items()}
    return typed | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


def save(client, where, data, **typed):
    """Press save; a redirect says that it worked."""
    return client.post(where, data | typed)


def errors(response) -> dict[str, list[str]]:
    """What the page says is wrong, of the form and of all its rows."""
    context = response.context
    found = dict(context["adminform"].form.errors)
    for inline in context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): lines for name, lines in form.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = inline.formset.non_form_errors()
    return {name: list(lines) for name, lines in found.items()}


def messages(response) -> list[str]:
    """What the next page tells, without markup of links."""
    return [str(message) for message in response.context["messages"]]
