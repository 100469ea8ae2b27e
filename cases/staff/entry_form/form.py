"""The case entry form: case fields and sections of rows, validated together into a write plan."""

from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.forms import Textarea, modelform_factory
from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import Participant
from cases.models import Case, Event, Participation
from cases.staff.entry.cell_parsing import code_in, spellings
from cases.staff.entry.person_lookup import alike_each
from cases.staff.entry_form.case_builder import CaseBuilder
from cases.staff.entry_form.fields import NamedField, short_label
from cases.staff.entry_form.formsets import SectionFormSet, formset, repeated
from cases.staff.entry_form.row_forms import (
    DetentionRow,
    EventRow,
    PersonRow,
    RowForm,
    SentenceRow,
    SourceRow,
)
from tracker.admin import EditForm, address_of, joined
from tracker.models import Organisation
from tracker.partial_dates import PartialDateFormField

FIELDS = [
    *("title", "title_km", "summary", "summary_km", "category", "platform", "country"),
    *("province", "place", "court", "status_note", "confirmed_on", "staff_notes"),
]
COPIED = ["category", "platform", "country", "province", "place", "court"]
SHORT_TEXT = {"rows": 3}


class CaseFields(EditForm):
    """The fields of the case, with the check for concurrent edits of its admin page."""

    court = NamedField(Organisation, label=gettext_lazy("Court"))


CaseForm = modelform_factory(
    Case,
    form=CaseFields,
    fields=FIELDS,
    widgets={name: Textarea(SHORT_TEXT) for name in ("summary", "summary_km", "staff_notes")},
    field_classes={"confirmed_on": PartialDateFormField},
)


@dataclass(frozen=True)
class Section:
    """A section of the page, with rows of one kind."""

    prefix: str
    form: type[RowForm]
    title: str
    key: int  # Alt + this digit moves the focus here


SECTIONS = [
    Section("sources", SourceRow, gettext_lazy("Sources: given once, cited by number"), 2),
    Section("people", PersonRow, gettext_lazy("Who takes part, and the charges"), 3),
    Section("events", EventRow, gettext_lazy("What happened"), 4),
    Section("sentences", SentenceRow, gettext_lazy("Sentences"), 5),
    Section("detentions", DetentionRow, gettext_lazy("Detention"), 6),
]
PREFIXES = [section.prefix for section in SECTIONS]


class CaseEntryForm:
    """The form of a new case or, with `case`, of rows to add to a recorded one.

    `data` is the submitted data; `template` is a case from which an empty form is prefilled.
    """

    def __init__(self, data=None, *, case: Case | None = None, template: Case | None = None):
        self.data = repeated(data, PREFIXES) if data is not None else None
        self.is_new, self.case = case is None, case or Case()
        self.existing_rows = self._load_existing_rows()
        self.case_form = CaseForm(self.data, instance=self.case, initial=copied(template))
        self.sections = [(section, self._formset(section, template)) for section in SECTIONS]
        self.rows = {section.prefix: rows for section, rows in self.sections}
        self.reason = (data or {}).get("reason", "").strip()
        self.token = (data or {}).get("token") or str(uuid4())

    def _load_existing_rows(self) -> dict[str, list]:
        """The recorded rows by section, in the order of their numbers on the page."""
        if self.is_new:
            return {"people": [], "events": []}
        people = Participation.objects.filter(case=self.case).order_by("pk")
        events = Event.objects.filter(case=self.case).order_by("pk")
        return {
            "people": list(
                people.select_related("person", "organisation").prefetch_related(
                    "charges__provision__law"
                )
            ),
            "events": list(events),
        }

    def _formset(self, section: Section, template: Case | None) -> SectionFormSet:
        initial = None
        if section.prefix == "sources" and self.data is None:
            initial = sources_of(template or (None if self.is_new else self.case))
        return formset(section.form)(
            self.data,
            prefix=section.prefix,
            initial=initial,
            existing_rows=[
                (row, address_of(row), about(row))
                for row in self.existing_rows.get(section.prefix, [])
            ],
        )

    # --- validation ---

    @cached_property
    def is_valid(self) -> bool:
        """Whether all forms are valid and fit together. If the forms are valid, sets `plan`."""
        parts = [self.case_form, *self.rows.values()]
        results = [part.is_valid() for part in parts]  # a list: every part collects its errors
        if all(results):
            self.plan = CaseBuilder(self).build()
        self.check_namesakes()
        return self.error_count == 0

    def check_namesakes(self) -> None:
        """Suggest recorded people with similar names; an error for rows without a decision."""
        rows = [row for row in self.rows["people"].filled if is_new_name(row)]
        names = [name for row in rows for name in spellings(row.raw_value("who"))]
        suggestions = alike_each(names)
        for row in rows:
            row_names = spellings(row.raw_value("who"))
            by_person = {each.person.pk: each for name in row_names for each in suggestions[name]}
            row.alike = list(by_person.values())
            if row.alike and not row.decision:
                row.add_error(
                    "who",
                    _("“%(name)s” may be somebody already recorded: choose below.")
                    % {"name": row.raw_value("who")},
                )

    @property
    def error_count(self) -> int:
        return sum(len(form.errors) for form in self.forms) + sum(
            len(rows.non_form_errors()) for rows in self.rows.values()
        )

    @property
    def forms(self) -> list:
        return [self.case_form, *(form for rows in self.rows.values() for form in rows.forms)]

    @property
    def problems(self) -> list[dict]:
        """Every error with its section, row, field, typed value and messages."""
        problems = [*problems_of(self.case_form, _("Case"))]
        for section, rows in self.sections:
            for form in rows.forms:
                problems += problems_of(form, f"{section.title}, {_('row')} {form.number}")
        return problems


def problems_of(form, where: str) -> list[dict]:
    """The errors of one form for the list above the page; `where` names the form."""
    return [
        {
            "where": where,
            "field": form[name].label if name in form.fields else "",
            "anchor": form[name].id_for_label if name in form.fields else "",
            "typed": typed_in(form, name) if name in form.fields else "",
            "messages": messages,
        }
        for name, messages in form.errors.items()
    ]


def typed_in(form, name: str) -> str:
    """The submitted value as the page shows it: the label of a choice, "" for several lines."""
    value = str(form[name].value() or "")
    choices = dict(getattr(form.fields[name], "choices", ()))
    return "" if "\n" in value else str(choices.get(value, value))


def is_new_name(row: PersonRow) -> bool:
    """Whether the row gives a person's name without a code."""
    is_person = row.raw_value("is_a") in ("", Participant.PERSON)
    return is_person and bool(row.raw_value("who")) and not code_in(row.raw_value("who"))


def about(row) -> str:
    """Description of a recorded row: an event in words, or a participant's role and charges."""
    if isinstance(row, Event):
        return row.description
    charges = ", ".join(str(charge.provision) for charge in row.charges.all())
    return joined(row.get_role_display().lower(), charges)


def copied(template: Case | None) -> dict:
    """Initial values of a new case that is like another."""
    return {name: getattr(template, name) for name in COPIED} if template else {}


def sources_of(case: Case | None) -> list[dict]:
    """Initial values of source rows: the sources that the case cites."""
    if case is None:
        return []
    citations = case.citations.select_related("source").filter(section="")
    return [{"source": short_label(each.source), "place": each.locator} for each in citations]
