"""Form fields that take a record by name or code, or parsed short text."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from cases.models import Case, CaseCitation, Participation, Person
from cases.staff.entry.cell_parsing import CellSyntaxError, code_in
from tracker.models import Organisation, Source

MOST_NAMED = 5
# Which texts of a record are its names, and the link whose autocomplete knows its labels.
NAMES = {
    Organisation: ["name", "name_km", "abbreviation", "names__spelling"],
    Source: ["title", "title_km", "url"],
    Person: ["names__spelling"],
}
ASKED_AS = {Organisation: (Case, "court"), Source: (CaseCitation, "source")}
ASKED_AS[Person] = (Participation, "person")


def label_of(record: Model) -> str:
    """As the autocomplete of its kind shows it: what tells it from others, its code at the end."""
    return admin.site.get_model_admin(type(record)).label_of(record)


def short_label(record: Model) -> str:
    """What is typed into a field for a record that is there: its name and its code."""
    return f"{record} · {record.code}"


def choices_address(model: type[Model]) -> str:
    """Where the autocomplete of the desk answers with labels of this kind."""
    opts, (asking, field) = model._meta, ASKED_AS[model]
    query = {
        "app_label": asking._meta.app_label,
        "model_name": asking._meta.model_name,
        "field_name": field,
    }
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_choices", query=query)


choices_address_lazy = lazy(choices_address, str)  # the addresses are not known yet on import


def by_code(model: type[Model], code: str) -> Model | None:
    return model.objects.filter(code=code).first()


def by_name(model: type[Model], name: str) -> list[Model]:
    """Those that are called exactly so, whatever the case of the letters."""
    called = Q()
    for path in NAMES[model]:
        called |= Q(**{f"{path}__iexact": name})
    return list(model.objects.filter(called).distinct().order_by("pk")[: MOST_NAMED + 1])


class NameInput(forms.TextInput):
    """A line of text under which a script may offer records: `data-choices` says where to ask."""

    def __init__(self, model: type[Model], *, reads: str = "", otherwise=None):
        attrs = {"data-choices": choices_address_lazy(model), "data-reads": reads}
        if otherwise:
            attrs["data-organisations"] = choices_address_lazy(otherwise)
        super().__init__(attrs | {"autocomplete": "off", "spellcheck": "false"})


class NamedField(forms.CharField):
    """A record that is there: `Zed Example · P-7F3KQ2`, or a name that only one has."""

    def __init__(self, model: type[Model], **kwargs):
        self.model = model
        super().__init__(**{"widget": NameInput(model), "required": False, **kwargs})

    def prepare_value(self, value):
        if isinstance(value, int):
            value = self.model.objects.get(pk=value)
        return short_label(value) if isinstance(value, Model) else value

    def has_changed(self, initial, data):
        try:
            chosen = self.clean(data)
        except ValidationError:
            return True
        return (chosen and chosen.pk) != (initial.pk if isinstance(initial, Model) else initial)

    def clean(self, value):
        text = super().clean(value)
        return self.record_of(text) if text else None

    def record_of(self, text: str) -> Model:
        if code := code_in(text):
            found = [by_code(self.model, code)]
        else:
            found = by_name(self.model, text)
        if len(found) == 1 and found[0]:
            return found[0]
        raise ValidationError(self.question(text, found if len(found) > 1 else []))

    def question(self, text: str, found: list[Model]) -> str:
        kind = self.model._meta.verbose_name
        if not found:
            return _("No %(kind)s is recorded as “%(text)s”: choose one while typing.") % {
                "kind": kind,
                "text": text,
            }
        named = "; ".join(map(short_label, found[:MOST_NAMED]))
        return _("“%(text)s” may be several: %(named)s. Write the code.") % {
            "text": text,
            "named": named,
        }


class ReadField(forms.CharField):
    """A few words with a grammar of their own; `reads` names the hint that says how it reads."""

    def __init__(self, read, *, reads: str = "", **kwargs):
        attrs = {"autocomplete": "off"} | ({"data-reads": reads} if reads else {})
        super().__init__(widget=forms.TextInput(attrs), required=False, **kwargs)
        self.read = read

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except CellSyntaxError as error:
            raise ValidationError(str(error)) from error
