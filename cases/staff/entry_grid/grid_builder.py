"""Builds unsaved model instances from the rows of a pasted table; reuses recorded ones."""

from dataclasses import asdict, astuple, fields
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Charge, ChargeChange, Event, Participation, Person, Sentence
from cases.models.event import makes_charge, no_charge_message
from cases.staff.entry.sentence_parsing import SentenceTerms
from cases.staff.entry.write_plan import PlannedRow, WritePlan, build_person


class GridBuilder:
    """Builds the write plan of a parsed grid: rows with a recorded natural key are not added again.

    Loads all recorded rows at once: the number of queries does not depend on the number of rows.
    """

    def __init__(self, grid):
        self.grid, self.case = grid, grid.case
        self.plan = WritePlan(grid.case)
        self.people: dict[int, Person] = {}  # by number of the grid row
        self.participations: dict[tuple, Participation] = {}
        of_case = {"participation__case": self.case}
        self.charges = {
            (charge.participation_id, charge.provision_id): charge
            for charge in Charge.objects.filter(**of_case)
        }
        self.charge_changes = {
            (change.event_id, change.charge_id): change
            for change in ChargeChange.objects.filter(event__case=self.case)
        }
        terms = attrgetter(*(each.name for each in fields(SentenceTerms)))
        self.sentences = {
            (sentence.participation_id, sentence.event_id, terms(sentence))
            for sentence in Sentence.objects.filter(**of_case)
        }

    def build(self) -> WritePlan:
        """The plan. Leaves out rows with errors or without a decision; sets `is_recorded`."""
        self.cited = [self.grid.source.plan_source(self.plan)]
        self._add(self.case, is_recorded=True)
        event = self._event()
        for row in self.grid.rows:
            if row.decision == f"row-{row.same_name_as}" and row.same_name_as not in self.people:
                row.add_error("who", _("The row it repeats is not clear itself."))
            if row.errors or row.is_doubtful:
                continue
            before = self._new_row_count
            self._add_row(row, event)
            row.is_recorded = self._new_row_count == before
        if self._new_row_count:  # save the case too, with this user as its last editor
            self._planned(self.case).is_recorded = False
        self._set_event_participations(event)
        return self.plan

    def _planned(self, instance) -> PlannedRow:
        return next(planned for planned in self.plan.rows if planned.row is instance)

    @property
    def _new_row_count(self) -> int:
        return sum(not planned.is_recorded for planned in self.plan.rows)

    def _add(self, instance, *, form=None, is_recorded=False):
        has_citations = not isinstance(instance, ChargeChange)
        return self.plan.add(
            instance,
            cited=self.cited if has_citations else [],
            form=form or self.grid.form,
            is_recorded=is_recorded,
        )

    # --- shared by all rows ---

    def _event(self) -> Event:
        """The recorded event of this kind, date and court, or a new one."""
        typed = self.grid.form.cleaned_data
        columns = {name: typed[name] for name in ("kind", "happened_on", "court")}
        new = Event(case=self.case, **columns)
        for event in Event.objects.filter(case=self.case, kind=new.kind).order_by("pk"):
            if (event.happened_on, event.court_id) == (new.happened_on, new.court_id):
                return self._add(event, is_recorded=True)
        return self._add(new)

    def _set_event_participations(self, event: Event) -> None:
        """Link the event to everyone in the table.

        A recorded event without participations concerns the whole case, and stays so.
        """
        planned = self._planned(event)
        participations = list(self.participations.values())
        if planned.is_recorded:
            linked = set(event.participations.all())
            participations = [p for p in participations if p not in linked] if linked else []
        planned.participations = participations

    # --- one row ---

    def _add_row(self, row, event: Event) -> None:
        participation = self._participation(row)
        for provision in row.provisions:
            charge = self._charge(row, participation, provision)
            if row.outcome and not makes_charge(event.kind, row.outcome):
                row.add_error("outcome", no_charge_message(event.kind))
            elif row.outcome:
                self._add_charge_change(row, event, charge)
        if row.terms:
            self._add_sentence(row, participation, event)

    def _participation(self, row) -> Participation:
        person = row.participation.person if row.participation else self._person(row)
        self.people[row.number] = person
        key = (instance_key(person), row.role)
        if key not in self.participations:
            participation = row.participation or Participation(
                case=self.case, role=row.role, person=person
            )
            self.participations[key] = self._add(
                participation, form=row, is_recorded=bool(row.participation)
            )
        return self.participations[key]

    def _person(self, row) -> Person:
        if row.person:
            return row.person
        if row.decision.startswith("row-"):
            return self.people[row.same_name_as]
        category = self.grid.form.cleaned_data["category"]
        return self._add(build_person(row.who, category=category), form=row)

    def _charge(self, row, participation: Participation, provision) -> Charge:
        key = (instance_key(participation), provision.pk)
        recorded = self.charges.get(key)
        if recorded is None:
            charge = Charge(participation=participation, provision=provision, **row.charge_values)
            self.charges[key] = self._add(charge, form=row)
            return charge
        typed = Charge(provision=provision, **row.charge_values)
        try:
            typed.fit_provenance()
        except ValidationError as error:
            row.add_error("provenance", " ".join(error.messages))
        for name in row.charge_values:
            if getattr(recorded, name) != getattr(typed, name):
                row.add_error(name, _("Recorded otherwise already. Change it with the charge."))
        if recorded.pk:
            self._add(recorded, form=row, is_recorded=True)
        return self.charges[key]

    def _add_charge_change(self, row, event: Event, charge: Charge) -> None:
        key = (instance_key(event), instance_key(charge))
        recorded = self.charge_changes.get(key)
        if recorded is None:
            change = ChargeChange(event=event, charge=charge, status=row.outcome)
            self.charge_changes[key] = self._add(change, form=row)
        elif recorded.status != row.outcome:
            row.add_error(
                "outcome",
                _("Recorded already: %(status)s. Change it with the event.")
                % {"status": recorded.get_status_display().lower()},
            )

    def _add_sentence(self, row, participation: Participation, event: Event) -> None:
        key = (instance_key(participation), instance_key(event), astuple(row.terms))
        if key not in self.sentences:
            self.sentences.add(key)
            sentence = Sentence(participation=participation, event=event, **asdict(row.terms))
            self._add(sentence, form=row)


def instance_key(row):
    """Dictionary key of a model instance: its primary key, or its identity if it is unsaved."""
    return row.pk or ("new", id(row))
