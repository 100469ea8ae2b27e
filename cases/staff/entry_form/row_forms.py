"""One form class for the rows of each section of the case entry form."""

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Category,
    ChargeStatus,
    DetentionBasis,
    EventKind,
    GroupQualifier,
    Participant,
    Role,
)
from cases.models import Charge, Detention, Event, Person, Sentence
from cases.models.event import makes_charge, no_charge_message
from cases.staff.entry.cell_parsing import parse_cited_locations
from cases.staff.entry.sentence_parsing import parse_sentence
from cases.staff.entry.write_plan import WritePlan
from cases.staff.entry_form.fields import NameInput, ParsedField, RecordField
from tracker.enums import SourceKind
from tracker.models import Organisation, Source, plain_fields, plain_names
from tracker.partial_dates import PartialDateFormField

AUTO, NO_STATUS = "auto", "nothing"
# The status that charges get by an event of each kind, unless another is chosen.
STATUS_BY_EVENT_KIND = {
    EventKind.COMPLAINT: ChargeStatus.COMPLAINED,
    EventKind.CHARGE: ChargeStatus.CHARGED,
    EventKind.TRIAL: ChargeStatus.ON_TRIAL,
    EventKind.PARDON: ChargeStatus.PARDONED,
}
STATUS_CHOICES = [(AUTO, _("as the kind says")), (NO_STATUS, _("nothing")), *ChargeStatus.choices]


def with_blank(choices):
    return [("", "—"), *choices]


def sorted_by_label(choices):
    """Sorted by label: in a select box, typing the first letters then finds the shortest first."""
    return sorted(choices, key=lambda choice: str(choice[1]))


def date_field(label):
    return PartialDateFormField(
        label=label, required=False, help_text=_("5 Nov 2020; Nov 2020; 2020")
    )


def text_field(label, help_text="", **attrs):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", **attrs}),
    )


def repeated_choice_field(label, choices, **kwargs):
    """A choice that entry.js copies from the row above into a new row."""
    widget = forms.Select({"data-repeat": ""})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


class RowForm(forms.Form):
    """One row of a section. A row without any of its `identifying_fields` is ignored."""

    use_required_attribute = False
    identifying_fields: tuple[str, ...] = ()
    suggestions = ()  # PersonSuggestion: recorded people who may be meant

    def __init__(self, *args, number=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.number = number

    def has_changed(self):
        return any(self.raw_value(name) for name in self.identifying_fields)

    def raw_value(self, name: str) -> str:
        """The submitted text of a field, stripped; also of inputs that are not form fields."""
        return str(self.data.get(self.add_prefix(name), "")).strip()


class CitedRow(RowForm):
    """A row of facts; `cited` gives the number of a source on the page, and where in it."""

    model: type[Model]  # of the facts in the row: each plain field has a cell

    cited = ParsedField(
        parse_cited_locations,
        label=_("Source, place"),
        help_text=_("1 p. 3. Empty: as the row above. -: none"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "cited"), "cited"])
        for plain in plain_fields(self.model, "entry"):
            if plain.name not in self.fields:
                column = self.model._meta.get_field(plain.name)
                cell = column.formfield(label=plain.label, required=False, help_text="")
                self.fields[plain.name] = cell

    @property
    def plain_values(self) -> dict[str, object]:
        """The values typed for plain fields of the model; not those that are its defaults."""
        values = {name: self.cleaned_data[name] for name in plain_names(self.model, "entry")}
        default = self.model()
        filled = [(name, value) for name, value in values.items() if value not in EMPTY_VALUES]
        return {name: value for name, value in filled if value != getattr(default, name)}


class SourceRow(RowForm):
    """A source, entered once and cited by its number on the page."""

    identifying_fields = ("source", "place")

    source = forms.CharField(
        label=_("Source"),
        widget=NameInput(Source),
        max_length=500,
        error_messages={"required": _("Give the title, or choose a source while typing.")},
    )
    place = text_field(_("Where in it the case is told"), _("Page, paragraph, a few words"))
    kind = forms.ChoiceField(
        label=_("Kind, of a new one"), choices=with_blank(SourceKind.choices), required=False
    )
    published_on = date_field(_("Published"))
    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https")

    def clean_source(self):
        """The recorded source, or an unsaved one if no source matches and a kind is chosen."""
        text = self.cleaned_data["source"]
        try:
            return RecordField(Source).clean(text)
        except forms.ValidationError as error:
            if self.raw_value("kind") and "may be several" not in error.messages[0]:
                return Source(title=text)
            raise forms.ValidationError(
                _("%(error)s A new one needs its kind.") % {"error": error.messages[0]}
            ) from error

    def clean_place(self):
        if not self.cleaned_data["place"]:
            raise forms.ValidationError(_("Say where in the source this is found."))
        return self.cleaned_data["place"]

    def plan_source(self, plan: WritePlan) -> tuple[Source, str]:
        """The source, which the plan creates if it is not recorded, and the place in it."""
        source = self.cleaned_data["source"]
        if not source.pk:
            for name in ("kind", "published_on", "url"):
                setattr(source, name, self.cleaned_data[name])
            plan.add(source, form=self)
        return source, self.cleaned_data["place"]


class PersonRow(CitedRow):
    """A participant of the case, and the charges.

    If recorded people have similar names, the page also sends `same_as` (a code, or "new") and
    `asked`, the name it was chosen for. They are not form fields, since they are shown only then.
    """

    model = Charge  # one for each provision in `charges`
    identifying_fields = ("who", "charges")

    who = forms.CharField(
        label=_("Who"),
        error_messages={"required": _("Say who is charged with this.")},
        max_length=410,
        widget=NameInput(Person, preview="alike", alternative=Organisation),
        help_text=_("A name (Latin / Khmer), or choose while typing"),
    )
    charges = text_field(_("Charges"), _("PC 494, 495"), **{"data-preview": "charges"})
    role = repeated_choice_field(_("Role"), Role, initial=Role.ACCUSED)
    is_a = forms.ChoiceField(label=_("Is a"), choices=Participant, initial=Participant.PERSON)
    size = forms.IntegerField(label=_("How many"), required=False, min_value=1)
    exactly = forms.ChoiceField(
        label=_("How exactly"), choices=GroupQualifier, initial=GroupQualifier.EXACT
    )
    category = repeated_choice_field(
        _("Category, of a new one"), Category, initial=Category.UNKNOWN
    )
    is_minor = forms.BooleanField(label=_("Minor: name withheld, if new"), required=False)

    @property
    def who_typed(self) -> str:
        return self.raw_value("who")

    @property
    def decision(self) -> str:
        """The code of the chosen person, or "new"; "" if it was chosen for another name."""
        return self.raw_value("same_as") if self.raw_value("asked") == self.who_typed else ""


class EventRow(CitedRow):
    """An event, the participants concerned, and the status it gives their charges."""

    model = Event
    identifying_fields = ("kind", "happened_on", "description")

    kind = forms.ChoiceField(
        label=_("What"),
        choices=with_blank(sorted_by_label(EventKind.choices)),
        error_messages={"required": _("Say what happened.")},
    )
    happened_on = date_field(_("When"))
    made = forms.ChoiceField(label=_("Makes the charges"), choices=STATUS_CHOICES, initial=AUTO)
    who = text_field(_("To whom"), _("Rows: 1, 3-4. Empty: everyone"))
    charges = text_field(
        _("Which charges"), _("Empty: all of theirs"), **{"data-preview": "charges"}
    )
    description = text_field(_("In words"), maxlength=500)
    court = RecordField(Organisation, label=_("Court, if another"))

    def clean(self):
        if {"kind", "made"} <= self.cleaned_data.keys():
            kind, status = self.cleaned_data["kind"], self.resulting_status()
            if not makes_charge(kind, status):
                self.add_error("made", no_charge_message(kind))
        return super().clean()

    def resulting_status(self) -> str:
        """The status that the event gives the charges, or ""."""
        choice = self.cleaned_data["made"]
        if choice == AUTO:
            return STATUS_BY_EVENT_KIND.get(self.cleaned_data["kind"], "")
        return "" if choice == NO_STATUS else choice


class SentenceRow(CitedRow):
    """The terms of a sentence, and the participants it was imposed on."""

    model = Sentence
    identifying_fields = ("terms", "who")

    who = text_field(_("On whom"), _("Rows: 1, 3-4. Empty: all accused"))
    terms = ParsedField(
        parse_sentence,
        preview="sentence",
        label=_("Sentence"),
        help_text=_("18 months, 6 suspended; fine 4 million riel"),
        required=True,
        error_messages={"required": _("Say what was imposed: 18 months, 6 suspended.")},
    )
    event = forms.IntegerField(
        label=_("By event"), required=False, help_text=_("Row. Empty: the last verdict or ruling")
    )
    is_in_absentia = forms.BooleanField(label=_("In absentia"), required=False)


class DetentionRow(CitedRow):
    """A period in custody."""

    model = Detention
    identifying_fields = ("started_on", "basis")

    who = text_field(_("Who"), _("Rows: 1, 3-4. Empty: all accused"))
    basis = repeated_choice_field(_("Basis"), with_blank(DetentionBasis.choices), required=False)
    started_on = date_field(_("From"))
    ended_on = date_field(_("Until"))
    confirmed_on = date_field(_("Last confirmed"))
    place = RecordField(Organisation, label=_("Prison"))

    def clean(self):
        for name in ("basis", "started_on"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed."))
