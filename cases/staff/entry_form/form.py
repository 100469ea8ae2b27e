"""The whole entry form: case fields and sections, validated together into a write plan."""

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
    """The case itself. Compared with what is saved, as on its own page."""

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
    """Rows of one kind, with the key that leads to them."""

    prefix: str
    form: type[RowForm]
    title: str
    key: int


SECTIONS = [
    Section("sources", SourceRow, gettext_lazy("Sources: given once, cited by number"), 2),
    Section("people", PersonRow, gettext_lazy("Who takes part, and the charges"), 3),
    Section("events", EventRow, gettext_lazy("What happened"), 4),
    Section("sentences", SentenceRow, gettext_lazy("Sentences"), 5),
    Section("detentions", DetentionRow, gettext_lazy("Detention"), 6),
]
PREFIXES = [section.prefix for section in SECTIONS]


class CaseEntryForm:
    """One opened form: `data` is what was typed, `like` a case to copy from."""

    def __init__(self, data=None, *, case: Case | None = None, like: Case | None = None):
        self.data = repeated(data, PREFIXES) if data is not None else None
        self.is_new, self.case = case is None, case or Case()
        self.there = self._there()
        self.case_form = CaseForm(self.data, instance=self.case, initial=copied(like))
        self.sections = [(section, self._rows(section, like)) for section in SECTIONS]
        self.rows = {section.prefix: rows for section, rows in self.sections}
        self.reason = (data or {}).get("reason", "").strip()
        self.token = (data or {}).get("token") or str(uuid4())

    def _there(self) -> dict[str, list]:
        """The rows that are recorded already: they have the first numbers."""
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

    def _rows(self, section: Section, like: Case | None) -> SectionFormSet:
        initial = None
        if section.prefix == "sources" and self.data is None:
            initial = sources_of(like or (None if self.is_new else self.case))
        return formset(section.form)(
            self.data,
            prefix=section.prefix,
            initial=initial,
            there=[
                (row, address_of(row), about(row)) for row in self.there.get(section.prefix, [])
            ],
        )

    # --- reading ---

    @cached_property
    def is_valid(self) -> bool:
        """Whether all that is typed can be read; what cannot is said in the forms."""
        parts = [self.case_form, *self.rows.values()]
        answers = [part.is_valid() for part in parts]  # every one of them is asked
        if all(answers):
            self.plan = CaseBuilder(self).plan()
        self.ask_about_namesakes()
        return self.error_count == 0

    def ask_about_namesakes(self) -> None:
        """Beside every new name those who may be the same person: one of them, or a new one?"""
        rows = [row for row in self.rows["people"].filled if is_new_name(row)]
        names = [part for row in rows for part in spellings(row.typed("who"))]
        found = alike_each(names)
        for row in rows:
            several = [alike for name in spellings(row.typed("who")) for alike in found[name]]
            row.alike = list({alike.person.pk: alike for alike in several}.values())
            if row.alike and not row.decision:
                row.add_error(
                    "who",
                    _("“%(name)s” may be somebody already recorded: choose below.")
                    % {"name": row.typed("who")},
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
        """Every error: section, row, field, what was typed, and what would be right."""
        found = [*problems_of(self.case_form, _("Case"))]
        for section, rows in self.sections:
            for form in rows.forms:
                found += problems_of(form, f"{section.title}, {_('row')} {form.number}")
        return found


def problems_of(form, where: str) -> list[dict]:
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
    """What was typed or chosen, as the page shows it; nothing of a whole table."""
    value = str(form[name].value() or "")
    choices = dict(getattr(form.fields[name], "choices", ()))
    return "" if "\n" in value else str(choices.get(value, value))


def is_new_name(row: PersonRow) -> bool:
    """Whether the row names somebody without saying by a code who it is."""
    is_a_person = row.typed("is_a") in ("", Participant.PERSON)
    return is_a_person and bool(row.typed("who")) and not code_in(row.typed("who"))


def about(row) -> str:
    """What stands beside a row that is recorded already."""
    if isinstance(row, Event):
        return row.description
    charges = ", ".join(str(charge.provision) for charge in row.charges.all())
    return joined(row.get_role_display().lower(), charges)


def copied(like: Case | None) -> dict:
    return {name: getattr(like, name) for name in COPIED} if like else {}


def sources_of(case: Case | None) -> list[dict]:
    """What the case cites, as rows of the page: ready to be cited by number."""
    if case is None:
        return []
    cited = case.citations.select_related("source").filter(section="")
    return [{"source": short_label(each.source), "place": each.locator} for each in cited]
