"""Form of one row in each section; rows without any identifying field are ignored."""

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import (
    Category,
    ChargeStatus,
    DetentionBasis,
    EventKind,
    GroupQualifier,
    Participant,
    Role,
)
from cases.models import Person
from cases.staff.entry.cell_parsing import cited_locations
from cases.staff.entry.sentence_parsing import terms_of
from cases.staff.entry_form.fields import NamedField, NameInput, ReadField
from tracker.enums import SourceKind
from tracker.models import Organisation, Source
from tracker.partial_dates import PartialDateFormField

AUTO, NOTHING = "auto", "nothing"
# What an event of a kind makes of the charges, unless something else is chosen.
MADE_BY = {
    EventKind.COMPLAINT: ChargeStatus.COMPLAINED,
    EventKind.CHARGE: ChargeStatus.CHARGED,
    EventKind.TRIAL: ChargeStatus.ON_TRIAL,
    EventKind.PARDON: ChargeStatus.PARDONED,
}
MADE = [
    (AUTO, gettext_lazy("as the kind says")),
    (NOTHING, gettext_lazy("nothing")),
    *ChargeStatus.choices,
]


def with_blank(choices):
    return [("", "—"), *choices]


def by_label(choices):
    """In the order of the alphabet: typing the first letters then finds the plain word first."""
    return sorted(choices, key=lambda choice: str(choice[1]))


def date_field(label):
    return PartialDateFormField(
        label=label, required=False, help_text=gettext_lazy("5 Nov 2020; Nov 2020; 2020")
    )


def words(label, help_text="", **attrs):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", **attrs}),
    )


def repeated_choice(label, choices, **kwargs):
    """A choice that a new row takes over from the row above."""
    widget = forms.Select({"data-repeat": ""})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


class RowForm(forms.Form):
    """One row. `tells` are the fields that make it one; the others only add to them."""

    tells: tuple[str, ...] = ()
    alike = ()  # people who may be the one typed

    def __init__(self, *args, number=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.number = number

    def has_changed(self):
        return any(self.typed(name) for name in self.tells)

    def typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()


class CitedRow(RowForm):
    """A row of facts; `cited` says which source of the page tells them, and where."""

    cited = ReadField(
        cited_locations,
        label=gettext_lazy("Source, place"),
        help_text=gettext_lazy("1 p. 3. Empty: as the row above. -: none"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "cited"), "cited"])


class SourceRow(RowForm):
    """A document, given once for the whole page."""

    tells = ("source", "place")

    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, widget=NameInput(Source), max_length=500
    )
    place = words(
        gettext_lazy("Where in it the case is told"), gettext_lazy("Page, paragraph, a few words")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind, of a new one"),
        choices=with_blank(SourceKind.choices),
        required=False,
    )
    published_on = date_field(gettext_lazy("Published"))
    url = forms.URLField(label=gettext_lazy("Address"), required=False, assume_scheme="https")

    def clean_source(self):
        """The source recorded so, or the title of a new one."""
        text = self.cleaned_data["source"]
        if not text:
            raise forms.ValidationError(_("Give the title, or choose a source while typing."))
        try:
            return NamedField(Source).clean(text)
        except forms.ValidationError as error:
            if self.typed("kind") and "may be several" not in error.messages[0]:
                return Source(title=text)
            raise forms.ValidationError(
                _("%(error)s A new one needs its kind.") % {"error": error.messages[0]}
            ) from error

    def clean_place(self):
        if not self.cleaned_data["place"]:
            raise forms.ValidationError(_("Say where in the source this is found."))
        return self.cleaned_data["place"]


class PersonRow(CitedRow):
    """Somebody in the case, and what they are charged with.

    Where people are recorded who are called like it, `same_as` comes along (a code, or "new")
    with the name that was `asked` about: no fields, since they are shown only then.
    """

    tells = ("who", "charges")

    who = forms.CharField(
        label=gettext_lazy("Who"),
        required=False,
        max_length=410,
        widget=NameInput(Person, reads="alike", otherwise=Organisation),
        help_text=gettext_lazy("A name (Latin / Khmer), or choose while typing"),
    )
    charges = words(
        gettext_lazy("Charges"), gettext_lazy("PC 494, 495"), **{"data-reads": "charges"}
    )
    role = repeated_choice(gettext_lazy("Role"), Role, initial=Role.ACCUSED)
    is_a = forms.ChoiceField(
        label=gettext_lazy("Is a"), choices=Participant, initial=Participant.PERSON
    )
    size = forms.IntegerField(label=gettext_lazy("How many"), required=False, min_value=1)
    exactly = forms.ChoiceField(
        label=gettext_lazy("How exactly"), choices=GroupQualifier, initial=GroupQualifier.EXACT
    )
    category = repeated_choice(
        gettext_lazy("Category, of a new one"), Category, initial=Category.UNKNOWN
    )
    is_minor = forms.BooleanField(
        label=gettext_lazy("Minor: name withheld, if new"), required=False
    )

    def clean_who(self):
        if not self.cleaned_data["who"]:
            raise forms.ValidationError(_("Say who is charged with this."))
        return self.cleaned_data["who"]

    @property
    def who_typed(self) -> str:
        return self.typed("who")

    @property
    def decision(self) -> str:
        """The code of the person it is, or "new"; nothing where another name was asked about."""
        return self.typed("same_as") if self.typed("asked") == self.who_typed else ""


class EventRow(CitedRow):
    """Something that happened, to whom, and what it made of their charges."""

    tells = ("kind", "happened_on", "description")

    kind = forms.ChoiceField(
        label=gettext_lazy("What"), choices=with_blank(by_label(EventKind.choices)), required=False
    )
    happened_on = date_field(gettext_lazy("When"))
    made = forms.ChoiceField(label=gettext_lazy("Makes the charges"), choices=MADE, initial=AUTO)
    who = words(gettext_lazy("To whom"), gettext_lazy("Rows: 1, 3-4. Empty: everyone"))
    charges = words(
        gettext_lazy("Which charges"),
        gettext_lazy("Empty: all of theirs"),
        **{"data-reads": "charges"},
    )
    description = words(gettext_lazy("In words"), maxlength=500)
    court = NamedField(Organisation, label=gettext_lazy("Court, if another"))

    def clean_kind(self):
        if not self.cleaned_data["kind"]:
            raise forms.ValidationError(_("Say what happened."))
        return self.cleaned_data["kind"]

    def made_of_charges(self) -> str:
        """The status it gives; nothing where it gives none."""
        made = self.cleaned_data["made"]
        if made == AUTO:
            return MADE_BY.get(self.cleaned_data["kind"], "")
        return "" if made == NOTHING else made


class SentenceRow(CitedRow):
    """What was imposed, on whom."""

    tells = ("terms", "who")

    who = words(gettext_lazy("On whom"), gettext_lazy("Rows: 1, 3-4. Empty: all accused"))
    terms = ReadField(
        terms_of,
        reads="sentence",
        label=gettext_lazy("Sentence"),
        help_text=gettext_lazy("18 months, 6 suspended; fine 4 million riel"),
    )
    event = forms.IntegerField(
        label=gettext_lazy("By event"),
        required=False,
        help_text=gettext_lazy("Row. Empty: the last verdict or ruling"),
    )
    is_in_absentia = forms.BooleanField(label=gettext_lazy("In absentia"), required=False)

    def clean_terms(self):
        if self.cleaned_data["terms"] is None:
            raise forms.ValidationError(_("Say what was imposed: 18 months, 6 suspended."))
        return self.cleaned_data["terms"]


class DetentionRow(CitedRow):
    """A spell in custody."""

    tells = ("started_on", "basis")

    who = words(gettext_lazy("Who"), gettext_lazy("Rows: 1, 3-4. Empty: all accused"))
    basis = repeated_choice(
        gettext_lazy("Basis"), with_blank(DetentionBasis.choices), required=False
    )
    started_on = date_field(gettext_lazy("From"))
    ended_on = date_field(gettext_lazy("Until"))
    confirmed_on = date_field(gettext_lazy("Last confirmed"))
    place = NamedField(Organisation, label=gettext_lazy("Prison"))

    def clean(self):
        for name in ("basis", "started_on"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed."))
