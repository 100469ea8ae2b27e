"""Form fields for a record given by name or code, and for short texts with a grammar."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from cases.models import Case, CaseCitation, Participation, Person
from cases.staff.entry.cell_parsing import CellSyntaxError, trailing_code
from tracker.models import Organisation, Source

MAX_RECORDS_NAMED = 5
# Lookups of the texts by which a record can be given.
NAME_LOOKUPS = {
    Organisation: ["name", "name_km", "abbreviation", "names__spelling"],
    Source: ["title", "title_km", "url"],
    Person: ["names__spelling"],
}
# The foreign key, as (model, field), whose admin autocomplete offers records of each model.
AUTOCOMPLETE_FIELDS = {Organisation: (Case, "court"), Source: (CaseCitation, "source")}
AUTOCOMPLETE_FIELDS[Person] = (Participation, "person")


def label_of(record: Model) -> str:
    """The label of the record in the admin autocomplete, ending with its code."""
    return admin.site.get_model_admin(type(record)).label_of(record)


def name_with_code(record: Model) -> str:
    """The text by which a form field refers to a recorded row: `Zed Example · P-7F3KQ2`."""
    return f"{record} · {record.code}"


def choices_address(model: type[Model]) -> str:
    """URL of the admin autocomplete for records of the model."""
    opts, (referring_model, field_name) = model._meta, AUTOCOMPLETE_FIELDS[model]
    query = {
        "app_label": referring_model._meta.app_label,
        "model_name": referring_model._meta.model_name,
        "field_name": field_name,
    }
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_choices", query=query)


choices_address_lazy = lazy(choices_address, str)  # the URLconf is not loaded yet on import


def find_by_code(model: type[Model], code: str) -> Model | None:
    return model.objects.filter(code=code).first()


def find_by_name(model: type[Model], name: str) -> list[Model]:
    """Case-insensitive exact match on any name; at most one more than an error message lists."""
    has_name = Q()
    for path in NAME_LOOKUPS[model]:
        has_name |= Q(**{f"{path}__iexact": name})
    return list(model.objects.filter(has_name).distinct().order_by("pk")[: MAX_RECORDS_NAMED + 1])


class NameInput(forms.TextInput):
    """A text input to which entry.js adds an autocomplete from the URL in `data-choices`.

    `preview` is the kind of preview shown below the field while typing (`text_preview_view`).
    """

    def __init__(self, model: type[Model], *, preview: str = "", alternative=None):
        attrs = {"data-choices": choices_address_lazy(model), "data-preview": preview}
        if alternative:
            attrs["data-alternative"] = choices_address_lazy(alternative)
        super().__init__(attrs | {"autocomplete": "off", "spellcheck": "false"})


class RecordField(forms.CharField):
    """A recorded row, given as `Zed Example · P-7F3KQ2` or by a name that only one row has."""

    def __init__(self, model: type[Model], **kwargs):
        self.model = model
        super().__init__(**{"widget": NameInput(model), "required": False, **kwargs})

    def prepare_value(self, value):
        if isinstance(value, int):
            value = self.model.objects.get(pk=value)
        return name_with_code(value) if isinstance(value, Model) else value

    def has_changed(self, initial, data):
        try:
            chosen = self.clean(data)
        except ValidationError:
            return True
        return (chosen and chosen.pk) != (initial.pk if isinstance(initial, Model) else initial)

    def clean(self, value):
        text = super().clean(value)
        return self._find_record(text) if text else None

    def _find_record(self, text: str) -> Model:
        if code := trailing_code(text):
            records = [find_by_code(self.model, code)]
        else:
            records = find_by_name(self.model, text)
        if len(records) == 1 and records[0]:
            return records[0]
        raise ValidationError(self._error_message(text, records if len(records) > 1 else []))

    def _error_message(self, text: str, candidates: list[Model]) -> str:
        kind = self.model._meta.verbose_name
        if not candidates:
            return _("No %(kind)s is recorded as “%(text)s”: choose one while typing.") % {
                "kind": kind,
                "text": text,
            }
        named = "; ".join(map(name_with_code, candidates[:MAX_RECORDS_NAMED]))
        return _("“%(text)s” may be several: %(named)s. Write the code.") % {
            "text": text,
            "named": named,
        }


class ParsedField(forms.CharField):
    """A short text that the function `parse` turns into a value.

    `parse` raises CellSyntaxError. `preview` is the kind of preview shown while somebody types.
    """

    def __init__(self, parse, *, preview: str = "", **kwargs):
        attrs = {"autocomplete": "off"} | ({"data-preview": preview} if preview else {})
        super().__init__(widget=forms.TextInput(attrs), required=False, **kwargs)
        self.parse = parse

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.parse(text)
        except CellSyntaxError as error:
            raise ValidationError(str(error)) from error
