"""Query parameters `fields` and `include` (sparse fieldsets)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.api.serializers.base import ALL, EVERYTHING, PublicSerializer, extras_of


class NamesField(forms.MultipleChoiceField):
    """Names of a closed list, separated by commas or as repeated parameters."""

    is_joined = True  # described as one comma-separated parameter in the OpenAPI document
    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the values.")}

    def __init__(self, *, names: list[str], **options):
        super().__init__(choices=[(name, name) for name in names], required=False, **options)

    def to_python(self, value):
        return [name for text in super().to_python(value) for name in text.split(",") if name]


def add_selection(form: forms.Form, serializer: type[PublicSerializer], *, of_list: bool) -> None:
    """Add `fields`, and for a list `include`, to the form of a list or of a record."""
    form.fields["fields"] = NamesField(
        names=list(serializer.Meta.fields),
        label="Only these fields of the record, with commas between",
    )
    if of_list:
        form.fields["include"] = NamesField(
            names=[*extras_of(serializer), ALL],
            label="Besides what a list tells: these fields, wherever in the record they are, or "
            "all of them, as the record alone has them",
        )


def selection_arguments(
    form: forms.Form, serializer: type[PublicSerializer], *, of_list: bool
) -> dict:
    """The selection of a valid form as arguments of `plan_for`."""
    wanted = form.cleaned_data["fields"]
    names = tuple(name for name in serializer.Meta.fields if name in wanted)
    included = frozenset(form.cleaned_data.get("include", ())) if of_list else EVERYTHING
    return {"included": EVERYTHING if ALL in included else included, "names": names}
