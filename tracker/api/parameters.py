"""Validates all query parameters at once and describes them for OpenAPI."""

from collections.abc import Iterable

from django import forms
from drf_spectacular.utils import OpenApiParameter

from tracker.web.lists.filters import (
    BadParameters,
    CodesField,
    StrictFilterSet,
    takes_several_values,
)

KEY_DESCRIPTIONS = {
    "code": "By its code, such as `C-7F3KQ2`.",
    "slug": "By its id, such as `penal-code-2009`.",
    "address": "Law and number, such as `penal-code-2009/495`.",
}


def require_all_valid(*checks) -> None:
    """Run every check; raise one BadParameters with the errors of all."""
    errors = []
    for check in checks:
        try:
            check()
        except BadParameters as bad:
            errors += bad.errors
    if errors:
        raise BadParameters(errors)


# --- For the OpenAPI document -----------------------------------------------------------------


def describe_filters(filterset: type[StrictFilterSet]) -> Iterable[OpenApiParameter]:
    for name, filter_ in filterset.base_filters.items():
        yield describe_parameter(
            name,
            filter_.field,
            label=str(filter_.label),
            default=filterset.DEFAULTS.get(name),
            note=filterset.default_in_words(name),
        )


def describe_form(form: forms.Form) -> Iterable[OpenApiParameter]:
    for name, field in form.fields.items():
        yield describe_parameter(name, field, label=str(field.label))


def describe_parameter(
    name: str, field: forms.Field, *, label: str, default=None, note: str = ""
) -> OpenApiParameter:
    schema, several = parameter_schema(field), takes_several_values(field)
    if several:
        schema = {"type": "array", "items": schema}
    if default is not None:
        schema["default"] = default
    parts = (f"{label}.", parameter_help(field, several), note, choices_as_markdown(field))
    return OpenApiParameter(
        name,
        type=schema,
        description="\n\n".join(filter(None, parts)),
        style="form" if several else None,
        explode=not getattr(field, "is_joined", False) if several else None,
    )


def parameter_schema(field: forms.Field) -> dict:
    """The JSON Schema of the values. An empty value sets no condition, as in an HTML form."""
    if values := allowed_choices(field):
        is_single = not takes_several_values(field) or getattr(field, "is_joined", False)
        blank = [""] if is_single else []
        return {"type": "string", "enum": [*(value for value, _label in values), *blank]}
    if isinstance(field, forms.IntegerField):
        number = {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
        return {"oneOf": [number, {"type": "string", "maxLength": 0}]}
    if isinstance(field, forms.DateField):
        return {"type": "string", "oneOf": [{"format": "date"}, {"maxLength": 0}]}
    if isinstance(field, forms.RegexField):
        return {"type": "string", "pattern": f"^$|{field.regex.pattern}"}
    return {"type": "string"}


def allowed_choices(field: forms.Field) -> list[tuple[str, str]]:
    choices = getattr(field, "choices", ())
    return [(str(value), str(label)) for value, label in choices if value != ""]


def choices_as_markdown(field: forms.Field) -> str:
    """A Markdown list of values and labels, as drf-spectacular writes enumerations."""
    return "\n".join(f"* `{value}` - {label}" for value, label in allowed_choices(field))


def parameter_help(field: forms.Field, several: bool) -> str:
    notes = [str(field.help_text)]
    if isinstance(field, CodesField):
        notes.append(KEY_DESCRIPTIONS[field.key])
        notes.append("`unknown` where none is known." if field.allow_unknown else "")
    if several and not getattr(field, "is_joined", False):
        notes.append("May be repeated: any of the values.")
    return " ".join(filter(None, notes))
