"""The case entry form: case fields and sections of rows, validated together into a write plan."""

from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.forms import Textarea, formset_factory
from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import CaseScope, Participant
from cases.models import Case, Event, Participation
from cases.staff.entry.cell_parsing import trailing_code
from cases.staff.entry.person_lookup import suggest_people
from cases.staff.entry_form.case_builder import CaseBuilder
from cases.staff.entry_form.fields import RecordField, name_with_code
from cases.staff.entry_form.formsets import SectionFormSet, resolve_ditto_marks
from cases.staff.entry_form.row_forms import (
    DetentionRow,
    EventRow,
    PersonRow,
    RowForm,
    SentenceRow,
    SourceRow,
)
from tracker.admin import EditForm, admin_url, join_label
from tracker.models import Organisation, plain_names
from tracker.partial_dates import PartialDateFormField

CASE_FIELDS = [*plain_names(Case, "entry"), "staff_notes"]
MAX_SECTION_ROWS = 400
COPIED_FIELDS = ["scope", "category", "platform", "country", "province", "place", "court"]


class CaseForm(EditForm):
    """The fields of the case, with the check for concurrent edits of its admin page."""

    court = RecordField(Organisation, label=gettext_lazy("Court"))

    class Meta:
        model = Case
        fields = CASE_FIELDS
        widgets = dict.fromkeys(("summary", "summary_km", "staff_notes"), Textarea({"rows": 3}))
        field_classes = {"confirmed_on": PartialDateFormField}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["scope"].required = False  # absent from drafts saved before it existed

    def clean_scope(self):
        return self.cleaned_data["scope"] or CaseScope.EXPRESSION


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


class CaseEntryForm:
    """The form of a new case or, with `case`, of rows to add to a recorded one.

    `data` is the submitted data; `template` is a case from which an empty form is prefilled.
    """

    def __init__(self, data=None, *, case: Case | None = None, template: Case | None = None):
        prefixes = [section.prefix for section in SECTIONS]
        self.data = resolve_ditto_marks(data, prefixes) if data is not None else None
        self.is_new, self.case = case is None, case or Case()
        self.existing_rows = self._load_existing_rows()
        copied = {name: getattr(template, name) for name in COPIED_FIELDS} if template else {}
        self.case_form = CaseForm(self.data, instance=self.case, initial=copied)
        self.sections = [(section, self._formset(section, template)) for section in SECTIONS]
        self.rows = {section.prefix: rows for section, rows in self.sections}
        self.reason = (data or {}).get("reason", "").strip()
        self.token = (data or {}).get("token") or str(uuid4())

    def _load_existing_rows(self) -> dict[str, list]:
        """The recorded rows by section, in the order of their numbers on the page."""
        if self.is_new:
            return {"people": [], "events": []}
        people = Participation.objects.filter(case=self.case).order_by("pk")
        people = people.select_related("person", "organisation")
        people = people.prefetch_related("charges__provision__law")
        events = Event.objects.filter(case=self.case).order_by("pk")
        return {"people": list(people), "events": list(events)}

    def _formset(self, section: Section, template: Case | None) -> SectionFormSet:
        initial = None
        if section.prefix == "sources" and self.data is None:
            initial = source_rows(template or (None if self.is_new else self.case))
        limits = {"max_num": MAX_SECTION_ROWS, "absolute_max": MAX_SECTION_ROWS}
        return formset_factory(section.form, SectionFormSet, **limits)(
            self.data,
            prefix=section.prefix,
            initial=initial,
            existing_rows=[
                (row, admin_url(row), describe_existing_row(row))
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
        forms = [self.case_form, *(form for rows in self.rows.values() for form in rows.forms)]
        has_errors = any(form.errors for form in forms)
        return not (has_errors or any(rows.non_form_errors() for rows in self.rows.values()))

    def check_namesakes(self) -> None:
        """Suggest recorded people with similar names; an error for rows without a decision."""
        rows = [row for row in self.rows["people"].filled if is_name_without_code(row)]
        suggestions = suggest_people(row.who_typed for row in rows)
        for row in rows:
            row.suggestions = suggestions[row.who_typed]
            if row.suggestions and not row.decision:
                error = _("“%(name)s” may be somebody already recorded: choose below.")
                row.add_error("who", error % {"name": row.who_typed})

    @property
    def problems(self) -> list[dict]:
        """Every error with its section, row, field, typed value and messages."""
        problems = [*form_problems(self.case_form, _("Case"))]
        for section, rows in self.sections:
            for form in rows.forms:
                problems += form_problems(form, f"{section.title}, {_('row')} {form.number}")
        return problems


def form_problems(form, where: str) -> list[dict]:
    """The errors of one form for the list above the page; `where` names the form."""
    return [
        {
            "where": where,
            "field": form[name].label if name in form.fields else "",
            "anchor": form[name].id_for_label if name in form.fields else "",
            "typed": displayed_value(form, name) if name in form.fields else "",
            "messages": messages,
        }
        for name, messages in form.errors.items()
    ]


def displayed_value(form, name: str) -> str:
    """The submitted value as the page shows it: the label of a choice, "" for several lines."""
    value = str(form[name].value() or "")
    choices = dict(getattr(form.fields[name], "choices", ()))
    return "" if "\n" in value else str(choices.get(value, value))


def is_name_without_code(row: PersonRow) -> bool:
    """Whether the row gives a person's name without a code."""
    is_person = row.raw_value("is_a") in ("", Participant.PERSON)
    return is_person and bool(row.who_typed) and not trailing_code(row.who_typed)


def describe_existing_row(row) -> str:
    """Description of a recorded row: an event in words, or a participant's role and charges."""
    if isinstance(row, Event):
        return row.description
    charges = ", ".join(str(charge.provision) for charge in row.charges.all())
    return join_label(row.get_role_display().lower(), charges)


def source_rows(case: Case | None) -> list[dict]:
    """Initial values of source rows: the sources that the case cites."""
    if case is None:
        return []
    citations = case.citations.select_related("source").filter(section="")
    return [{"source": name_with_code(each.source), "place": each.locator} for each in citations]
