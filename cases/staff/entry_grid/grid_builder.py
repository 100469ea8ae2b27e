"""Builds unsaved model instances from grid rows; reuses existing ones."""

from dataclasses import astuple

from django.utils.translation import gettext as _

from cases.models import Charge, ChargeChange, Event, Participation, Person, Sentence
from cases.staff.entry.sentence_parsing import SentenceTerms
from cases.staff.entry.write_plan import PlannedRow, WritePlan, named_person


class GridBuilder:
    """Plans the rows of a grid by their natural keys; reads what is there in a few queries."""

    def __init__(self, grid):
        self.grid, self.case = grid, grid.case
        self.building = WritePlan(grid.case)
        self.people = {}  # by number of the row
        self.parts: dict[tuple, Participation] = {}
        of_case = {"participation__case": self.case}
        self.charges = {
            (each.participation_id, each.provision_id): each
            for each in Charge.objects.filter(**of_case)
        }
        self.changes = {
            (each.event_id, each.charge_id): each
            for each in ChargeChange.objects.filter(event__case=self.case)
        }
        self.sentences = {
            (each.participation_id, each.event_id, astuple(terms_in(each)))
            for each in Sentence.objects.filter(**of_case)
        }

    def plan(self) -> WritePlan:
        self.cited = [(self.source(), self.grid.source.cleaned_data["place"])]
        self.add(self.case, is_there=True)
        event = self.event()
        for row in self.grid.rows:
            if row.decision == f"row-{row.same_name_as}" and row.same_name_as not in self.people:
                row.add_error("who", _("The row it repeats is not clear itself."))
            if row.errors or row.is_doubtful:
                continue
            before = self.new_rows
            self.row(row, event)
            row.is_there = self.new_rows == before
        if self.new_rows:  # whoever adds to a case is its latest editor
            self.planned(self.case).is_there = False
        self.touch(event)
        return self.building

    def planned(self, row) -> PlannedRow:
        return next(each for each in self.building.rows if each.row is row)

    @property
    def new_rows(self) -> int:
        return sum(not planned.is_there for planned in self.building.rows)

    def add(self, row, *, form=None, is_there=False, **about):
        emits_changes = not isinstance(row, ChargeChange)
        cited = self.cited if emits_changes else []
        planned = PlannedRow(
            row, cited=cited, form=form or self.grid.form, is_there=is_there, **about
        )
        self.building.rows.append(planned)
        return row

    # --- shared by all rows ---

    def source(self):
        row = self.grid.source
        source = row.cleaned_data["source"]
        if not source.pk:
            for name in ("kind", "published_on", "url"):
                setattr(source, name, row.cleaned_data[name])
            self.building.rows.append(PlannedRow(source, form=row))
        return source

    def event(self) -> Event:
        typed = self.grid.form.cleaned_data
        key = {name: typed[name] for name in ("kind", "happened_on", "court")}
        for event in Event.objects.filter(case=self.case, kind=key["kind"]).order_by("pk"):
            if (event.happened_on, event.court_id) == (typed["happened_on"], pk_of(typed["court"])):
                return self.add(event, is_there=True)
        return self.add(Event(case=self.case, **key))

    def touch(self, event: Event) -> None:
        """The event touches everyone in the table, unless it touches everyone in the case."""
        planned = self.planned(event)
        touched = list(self.parts.values())
        if planned.is_there:
            recorded = set(event.participations.all())
            touched = [part for part in touched if part not in recorded] if recorded else []
        planned.touches = touched

    # --- one row ---

    def row(self, row, event: Event) -> None:
        part = self.part(row)
        for provision in row.provisions:
            charge = self.charge(row, part, provision)
            if row.outcome:
                self.change(row, event, charge)
        if row.terms:
            self.sentence(row, part, event)

    def part(self, row) -> Participation | None:
        person = row.part.person if row.part else self.person(row)
        self.people[row.number] = person
        key = (key_of(person), row.role)
        if key not in self.parts:
            made = row.part or Participation(case=self.case, role=row.role, person=person)
            self.parts[key] = self.add(made, form=row, is_there=bool(row.part))
        return self.parts[key]

    def person(self, row) -> Person:
        if row.person:
            return row.person
        if row.decision.startswith("row-"):
            return self.people[row.same_name_as]
        category = self.grid.form.cleaned_data["category"]
        return self.add(named_person(row.who, category=category), form=row)

    def charge(self, row, part, provision) -> Charge:
        key = (key_of(part), provision.pk)
        there = self.charges.get(key)
        if there is None:
            made = Charge(participation=part, provision=provision)
            self.charges[key] = self.add(made, form=row)
        elif there.pk:
            self.add(there, form=row, is_there=True)
        return self.charges[key]

    def change(self, row, event: Event, charge: Charge) -> None:
        key = (key_of(event), key_of(charge))
        there = self.changes.get(key)
        if there is None:
            made = ChargeChange(event=event, charge=charge, status=row.outcome)
            self.changes[key] = self.add(made, form=row)
        elif there.status != row.outcome:
            row.add_error(
                "outcome",
                _("Recorded already: %(status)s. Change it with the event.")
                % {"status": there.get_status_display().lower()},
            )

    def sentence(self, row, part, event: Event) -> None:
        key = (key_of(part), key_of(event), astuple(row.terms))
        if key not in self.sentences:
            self.sentences.add(key)
            self.add(Sentence(participation=part, event=event, **row.terms.as_fields()), form=row)


def key_of(row):
    """What tells a row from others, saved or not."""
    return row.pk or ("new", id(row))


def pk_of(record):
    return record and record.pk


def terms_in(sentence: Sentence) -> SentenceTerms:
    """What a recorded sentence imposes."""
    return SentenceTerms(
        **{name: getattr(sentence, name) for name in SentenceTerms.__dataclass_fields__}
    )
