"""Builds unsaved model instances from the rows of the case entry form."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.enums import EventKind, GroupQualifier, Participant, Role
from cases.models import Charge, ChargeChange, Detention, Event, Participation, Person, Sentence
from cases.staff.entry.cell_parsing import (
    NONE_MARKS,
    CellSyntaxError,
    parse_row_numbers,
    trailing_code,
)
from cases.staff.entry.provision_lookup import ProvisionLookup
from cases.staff.entry.write_plan import CitedSources, WritePlan, build_person
from cases.staff.entry_form.fields import RecordField, find_by_code
from cases.staff.entry_form.row_forms import AUTO, CitedRow, EventRow, PersonRow, SentenceRow
from laws.models import Provision
from tracker.models import Organisation, Source
from tracker.visibility.citation_coverage import is_public

SENTENCING_EVENTS = (EventKind.VERDICT, EventKind.APPEAL_RULING)
ORGANISATION_FIELD = RecordField(Organisation)


class CaseBuilder:
    """Builds the write plan of a valid entry form; adds errors to rows that do not fit together.

    Rows refer to other rows, and to sources, by the number shown on the page, from 1.
    """

    def __init__(self, entry):
        self.entry = entry
        self.plan = WritePlan(entry.case)
        self.provisions = ProvisionLookup()
        self.sources: dict[int, tuple[Source, str]] = {}  # number -> (source, default locator)
        self.previous_citations: CitedSources = []  # of the row above, for a row that gives none
        self.people: dict[int, Participation] = dict(enumerate(entry.existing_rows["people"], 1))
        self.events: dict[int, Event] = dict(enumerate(entry.existing_rows["events"], 1))
        self.charges: list[Charge] = []  # recorded ones, then new ones

    def build(self) -> WritePlan:
        for row in self.entry.rows["sources"].filled:
            self.sources[row.number] = row.plan_source(self.plan)
        self._add_case()
        for prefix, add_row in {
            "people": self._add_participation,
            "events": self._add_event,
            "sentences": self._add_sentences,
            "detentions": self._add_detentions,
        }.items():
            for row in self.entry.rows[prefix].filled:
                add_row(row)
        return self.plan

    # --- the case and its sources ---

    def _add_case(self) -> None:
        case, cited = self.entry.case, list(self.sources.values())
        recorded = set(case.citations.values_list("source", "locator")) if case.pk else set()
        # A first row without a citation gets the first citation that is new to the case.
        self.previous_citations = [
            (source, locator) for source, locator in cited if (source.pk, locator) not in recorded
        ][:1]
        self.plan.add(case, cited=cited, form=self.entry.case_form)
        if case.pk:
            charges = Charge.objects.filter(participation__case=case)
            self.charges = list(charges.select_related("provision__law"))

    def _citations_of(self, row: CitedRow) -> CitedSources:
        """The citations a row gives; those of the row above if the field is empty."""
        locations = row.cleaned_data.get("cited")
        if row.raw_value("cited").lower() in NONE_MARKS:
            return []
        if locations:
            citations = (self._citation_at(row, *location) for location in locations)
            self.previous_citations = [citation for citation in citations if citation]
        if not self.previous_citations and is_public(self.entry.case):
            row.add_error("cited", _("The record is published: give a source."))
        return self.previous_citations

    def _citation_at(
        self, row: CitedRow, number: int | None, locator: str
    ) -> tuple[Source, str] | None:
        source, default_locator = self.sources.get(number, (None, ""))
        if number is None and self.previous_citations:
            source = self.previous_citations[0][0]
        if source is None:
            row.add_error("cited", _("There is no source %(n)s above.") % {"n": number or ""})
            return None
        return source, locator or default_locator

    # --- people ---

    def _add_participation(self, row: PersonRow) -> None:
        cited, fields = self._citations_of(row), row.cleaned_data
        participation = Participation(case=self.entry.case, role=fields["role"])
        try:
            self._set_participant(participation, row, cited)
            provisions = self.provisions.find_all(fields["charges"])
        except (ValidationError, CellSyntaxError) as error:
            name = "charges" if isinstance(error, CellSyntaxError) else "who"
            row.add_error(name, error if name == "who" else str(error))
            return
        self.plan.add(participation, cited=cited, form=row)
        self.people[row.number] = participation
        if row.plain_values and not provisions:
            row.add_error("charges", _("Say under which article."))
        for provision in provisions:
            charge = Charge(participation=participation, provision=provision, **row.plain_values)
            self.charges.append(self.plan.add(charge, cited=cited, form=row))

    def _set_participant(
        self, participation: Participation, row: PersonRow, cited: CitedSources
    ) -> None:
        """Set the person, the organisation or the unnamed group."""
        fields, text = row.cleaned_data, row.cleaned_data["who"]
        if fields["is_a"] == Participant.ORGANISATION:
            participation.organisation = ORGANISATION_FIELD.clean(text)
        elif fields["is_a"] == Participant.GROUP:
            participation.group_label, participation.group_size = text, fields["size"]
            qualifier = GroupQualifier.NOT_STATED if fields["size"] is None else fields["exactly"]
            participation.group_qualifier = qualifier
            participation.category = fields["category"]
        else:
            participation.person = self._find_or_add_person(row, cited)

    def _find_or_add_person(self, row: PersonRow, cited: CitedSources) -> Person:
        """The person of the typed or chosen code, or a new one. Raises ValidationError."""
        text, decision = row.cleaned_data["who"], row.decision
        code = trailing_code(text) or ("" if decision in ("", "new") else decision)
        if code:
            if person := find_by_code(Person, code):
                return person
            raise ValidationError(_("There is no person %(code)s.") % {"code": code})
        rows = self.entry.rows["people"].filled
        same_name = [other.number for other in rows if other.who_typed == text]
        if same_name[0] != row.number and decision != "new":
            raise ValidationError(
                _("The same name stands in row %(n)d: add what tells them apart, or a code.")
                % {"n": same_name[0]}
            )
        person = build_person(
            text, category=row.cleaned_data["category"], is_minor=row.cleaned_data["is_minor"]
        )
        return self.plan.add(person, cited=cited, form=row)

    # --- what happened to them ---

    def _participations_of(self, row, *, default: list[Participation]) -> list[Participation]:
        """The participations whose numbers the row gives, or the default."""
        if not row.cleaned_data["who"]:
            return default
        try:
            numbers = parse_row_numbers(row.cleaned_data["who"], set(self.people))
        except CellSyntaxError as error:
            row.add_error("who", str(error))
            return []
        return [self.people[number] for number in numbers]

    def _add_event(self, row: EventRow) -> None:
        fields, cited = row.cleaned_data, self._citations_of(row)
        event = Event(case=self.entry.case, **row.plain_values)
        participations = self._participations_of(row, default=[])
        self.plan.add(event, cited=cited, form=row, participations=participations)
        self.events[row.number] = event
        status = row.resulting_status()
        for charge in self._affected_charges(row, participations) if status else []:
            change = ChargeChange(event=event, charge=charge, status=status)
            self.plan.add(change, form=row)
        if fields["kind"] == EventKind.VERDICT and fields["made"] == AUTO and self.charges:
            row.add_error("made", _("Say what the verdict made of the charges, or: nothing."))

    def _affected_charges(self, row: EventRow, participations: list[Participation]) -> list[Charge]:
        """The charges named in the row, or all, of these participations, or of everyone."""
        charges = [
            c for c in self.charges if not participations or c.participation in participations
        ]
        provisions = self._named_provisions(row)
        affected = [c for c in charges if provisions is None or c.provision in provisions]
        if not affected and (provisions is not None or charges != self.charges):
            row.add_error("charges", _("None of those concerned is charged so."))
        return affected

    def _named_provisions(self, row: EventRow) -> list[Provision] | None:
        """The provisions of the charges named in the row; None if it names none."""
        if not row.cleaned_data["charges"]:
            return None
        try:
            return self.provisions.find_all(row.cleaned_data["charges"])
        except CellSyntaxError as error:
            row.add_error("charges", str(error))
            return []

    def _accused(self) -> list[Participation]:
        return [part for part in self.people.values() if part.role == Role.ACCUSED]

    def _add_sentences(self, row: SentenceRow) -> None:
        terms, event = row.cleaned_data["terms"], self._imposing_event(row)
        cited = self._citations_of(row)
        for participation in self._participations_of(row, default=self._accused()):
            sentence = Sentence(participation=participation, event=event, **asdict(terms))
            sentence.is_in_absentia |= row.cleaned_data["is_in_absentia"]
            self.plan.add(sentence, cited=cited, form=row)

    def _imposing_event(self, row: SentenceRow) -> Event | None:
        """The event of the given number, or the last verdict or appeal ruling."""
        number = row.cleaned_data["event"]
        if number is None:
            rulings = [event for event in self.events.values() if event.kind in SENTENCING_EVENTS]
            return rulings[-1] if rulings else None
        if number not in self.events:
            row.add_error("event", _("There is no event in row %(n)d.") % {"n": number})
        return self.events.get(number)

    def _add_detentions(self, row) -> None:
        cited = self._citations_of(row)
        for participation in self._participations_of(row, default=self._accused()):
            place = row.cleaned_data["place"]
            detention = Detention(participation=participation, place=place, **row.plain_values)
            self.plan.add(detention, cited=cited, form=row)
