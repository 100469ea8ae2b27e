"""Query parameters `fields` and `include` (sparse fieldsets)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.api.serializers import ALL, EVERYTHING, PublicSerializer, extras_of


class NamesField(forms.MultipleChoiceField):
    """Names of a closed list, with commas between or given one by one."""

    is_joined = True  # as clients write it; see the OpenAPI document
    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the values.")}

    def __init__(self, *, names: list[str], **options):
        super().__init__(choices=[(name, name) for name in names], required=False, **options)

    def to_python(self, value):
        return [name for text in super().to_python(value) for name in text.split(",") if name]


def add_selection(form: forms.Form, shape: type[PublicSerializer], *, of_list: bool) -> None:
    """Have the form of a list or of a record ask which parts of it are wanted."""
    form.fields["fields"] = NamesField(
        names=list(shape.Meta.fields),
        label="Only these fields of the record, with commas between",
    )
    if of_list:
        form.fields["include"] = NamesField(
            names=[*extras_of(shape), ALL],
            label="Besides what a list tells: these fields, wherever in the record they are, or "
            "all of them, as the record alone has them",
        )


def selected(form: forms.Form, shape: type[PublicSerializer], *, of_list: bool) -> dict:
    """The same as arguments of `plan_for`."""
    asked = form.cleaned_data["fields"]
    names = tuple(name for name in shape.Meta.fields if name in asked)
    included = frozenset(form.cleaned_data.get("include", ())) if of_list else EVERYTHING
    return {"included": EVERYTHING if ALL in included else included, "names": names}
