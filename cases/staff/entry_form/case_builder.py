"""Builds unsaved model instances from the rows of the form."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.enums import EventKind, GroupQualifier, Participant, Role
from cases.models import Charge, ChargeChange, Detention, Event, Participation, Person, Sentence
from cases.staff.entry.cell_parsing import NOTHING, CellSyntaxError, code_in, row_numbers
from cases.staff.entry.provision_lookup import ProvisionLookup
from cases.staff.entry.write_plan import Cited, WritePlan, named_person
from cases.staff.entry_form.fields import NamedField, by_code
from cases.staff.entry_form.row_forms import AUTO, CitedRow, EventRow, PersonRow, SentenceRow
from laws.models import Provision
from tracker.models import Organisation, Source
from tracker.visibility.citation_coverage import is_public

IMPOSING = (EventKind.VERDICT, EventKind.APPEAL_RULING)
OF_ORGANISATION = NamedField(Organisation)


class CaseBuilder:
    """Builds the plan of an entry whose forms are valid; what does not fit is said in the forms."""

    def __init__(self, entry):
        self.entry = entry
        self.provisions = ProvisionLookup()
        self.sources: dict[int, tuple[Source, str]] = {}
        self.above: Cited = []  # what the row above cites
        self.people: dict[int, Participation] = dict(enumerate(entry.there["people"], 1))
        self.events: dict[int, Event] = dict(enumerate(entry.there["events"], 1))
        self.charges: list[Charge] = []
        self.building = WritePlan(entry.case)

    def plan(self) -> WritePlan:
        for kind, build in (
            ("sources", self.source),
            ("case", None),
            ("people", self.person),
            ("events", self.event),
            ("sentences", self.sentence),
            ("detentions", self.detention),
        ):
            if build is None:
                self.case()
                continue
            for row in self.entry.rows[kind].filled:
                build(row)
        return self.building

    # --- the case and its sources ---

    def source(self, row) -> None:
        source = row.cleaned_data["source"]
        if not source.pk:
            for name in ("kind", "published_on", "url"):
                setattr(source, name, row.cleaned_data[name])
            source.title = source.title.strip()
            self.building.add(source, form=row)
        self.sources[row.number] = (source, row.cleaned_data["place"])

    def case(self) -> None:
        case, cited = self.entry.case, list(self.sources.values())
        known = set(case.citations.values_list("source", "locator")) if case.pk else set()
        # The first row to cite nothing means the source this page brings, none told before.
        self.above = [(s, at) for s, at in cited if (s.pk, at) not in known][:1]
        self.building.add(self.entry.case, cited=cited, form=self.entry.case_form)
        if self.entry.case.pk:
            of_case = Charge.objects.filter(participation__case=self.entry.case)
            self.charges = list(of_case.select_related("provision__law"))

    def cited(self, row: CitedRow) -> Cited:
        """The sources of a row, with their places; an empty field repeats the row above."""
        typed = row.cleaned_data.get("cited")
        if row.typed("cited").lower() in NOTHING:
            return []
        if typed:
            self.above = [place for each in typed if (place := self.place(row, each))]
        if not self.above and is_public(self.entry.case):
            row.add_error("cited", _("The record is published: give a source."))
        return self.above

    def place(self, row: CitedRow, typed) -> tuple[Source, str] | None:
        above = self.above[0][0] if self.above else None
        source, usual = self.sources.get(typed.number, (None, ""))
        if typed.number is None:
            source = above
        if source is None:
            row.add_error("cited", _("There is no source %(n)s above.") % {"n": typed.number or ""})
            return None
        return source, typed.locator or usual

    # --- people ---

    def person(self, row: PersonRow) -> None:
        cited, typed = self.cited(row), row.cleaned_data
        part = Participation(case=self.entry.case, role=typed["role"])
        try:
            self.who(part, row, cited)
            provisions = self.provisions.read(typed["charges"])
        except (ValidationError, CellSyntaxError) as error:
            name = "charges" if isinstance(error, CellSyntaxError) else "who"
            row.add_error(name, error if name == "who" else str(error))
            return
        self.building.add(part, cited=cited, form=row)
        self.people[row.number] = part
        for provision in provisions:
            charge = Charge(participation=part, provision=provision)
            self.charges.append(self.building.add(charge, cited=cited, form=row))

    def who(self, part: Participation, row: PersonRow, cited: Cited) -> None:
        """A person, an organisation or an unnamed group."""
        typed, text = row.cleaned_data, row.cleaned_data["who"]
        if typed["is_a"] == Participant.ORGANISATION:
            part.organisation = OF_ORGANISATION.clean(text)
        elif typed["is_a"] == Participant.GROUP:
            part.group_label, part.group_size = text, typed["size"]
            is_counted = typed["size"] is not None
            part.group_qualifier = typed["exactly"] if is_counted else GroupQualifier.NOT_STATED
            part.category = typed["category"]
        else:
            part.person = self.somebody(row, cited)

    def somebody(self, row: PersonRow, cited: Cited) -> Person:
        """Whom the code names or the choice says, or somebody new."""
        text, decision = row.cleaned_data["who"], row.decision
        code = code_in(text) or ("" if decision in ("", "new") else decision)
        if code:
            if found := by_code(Person, code):
                return found
            raise ValidationError(_("There is no person %(code)s.") % {"code": code})
        same = [r.number for r in self.entry.rows["people"].filled if r.typed("who") == text]
        if same[0] != row.number and decision != "new":
            raise ValidationError(
                _("The same name stands in row %(n)d: add what tells them apart, or a code.")
                % {"n": same[0]}
            )
        made = named_person(
            text, category=row.cleaned_data["category"], is_minor=row.cleaned_data["is_minor"]
        )
        return self.building.add(made, cited=cited, form=row)

    # --- what happened to them ---

    def concerned(self, row, *, usual: list[Participation]) -> list[Participation]:
        if not row.cleaned_data["who"]:
            return usual
        try:
            numbers = row_numbers(row.cleaned_data["who"], set(self.people))
        except CellSyntaxError as error:
            row.add_error("who", str(error))
            return []
        return [self.people[number] for number in numbers]

    def event(self, row: EventRow) -> None:
        typed, cited = row.cleaned_data, self.cited(row)
        event = Event(
            case=self.entry.case,
            **{name: typed[name] for name in ("kind", "happened_on", "description", "court")},
        )
        touched = self.concerned(row, usual=[])
        self.building.add(event, cited=cited, form=row, touches=touched)
        self.events[row.number] = event
        status = row.made_of_charges()
        for charge in self.touched_charges(row, touched) if status else []:
            change = ChargeChange(event=event, charge=charge, status=status)
            self.building.add(change, form=row)
        if typed["kind"] == EventKind.VERDICT and typed["made"] == AUTO and self.charges:
            row.add_error("made", _("Say what the verdict made of the charges, or: nothing."))

    def touched_charges(self, row: EventRow, touched: list[Participation]) -> list[Charge]:
        """Of those concerned, the charges named, or all."""
        theirs = [c for c in self.charges if not touched or c.participation in touched]
        named = self.named_charges(row)
        chosen = theirs if named is None else [c for c in theirs if c.provision in named]
        if not chosen and (named is not None or theirs != self.charges):
            row.add_error("charges", _("None of those concerned is charged so."))
        return chosen

    def named_charges(self, row: EventRow) -> list[Provision] | None:
        if not row.cleaned_data["charges"]:
            return None
        try:
            return self.provisions.read(row.cleaned_data["charges"])
        except CellSyntaxError as error:
            row.add_error("charges", str(error))
            return []

    def accused(self) -> list[Participation]:
        return [part for part in self.people.values() if part.role == Role.ACCUSED]

    def sentence(self, row: SentenceRow) -> None:
        terms, event = row.cleaned_data["terms"], self.imposing(row)
        cited = self.cited(row)
        for part in self.concerned(row, usual=self.accused()):
            sentence = Sentence(participation=part, event=event, **terms.as_fields())
            sentence.is_in_absentia |= row.cleaned_data["is_in_absentia"]
            self.building.add(sentence, cited=cited, form=row)

    def imposing(self, row: SentenceRow) -> Event | None:
        """The event that imposed it: the row named, or the last verdict or ruling."""
        number = row.cleaned_data["event"]
        if number is None:
            found = [e for e in self.events.values() if e.kind in IMPOSING]
            return found[-1] if found else None
        if number not in self.events:
            row.add_error("event", _("There is no event in row %(n)d.") % {"n": number})
        return self.events.get(number)

    def detention(self, row) -> None:
        cited = self.cited(row)
        names = ("basis", "started_on", "ended_on", "confirmed_on", "place")
        for part in self.concerned(row, usual=self.accused()):
            spell = Detention(participation=part, **{n: row.cleaned_data[n] for n in names})
            self.building.add(spell, cited=cited, form=row)
