"""Write plan: unsaved instances in dependency order, checked and saved together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from cases.enums import DisplayPolicy, ProtectionReason, Script
from cases.models import Case, Participation, Person
from cases.name_matching.khmer_script import is_khmer
from cases.staff.entry.cell_parsing import spellings
from tracker.models import Publishable, Source, User
from tracker.visibility.name_protection import MAY_BE_NAMED, naming_somebody, texts_by_column

Cited = list[tuple[Source, str]]  # sources, each with the place in it


class RowRefused(ValidationError):
    """A row that breaks a rule; `planned` says which. Nothing was written."""

    def __init__(self, planned: "PlannedRow", error: ValidationError):
        super().__init__(error)
        self.planned = planned


@dataclass
class PlannedRow:
    """One row to write, the places that tell of it, and the form it was typed in.

    A row that `is_there` stays as it is; it may get citations.
    """

    row: models.Model
    cited: Cited = field(default_factory=list)
    form: object = None
    touches: list[Participation] = field(default_factory=list)  # of an event
    is_there: bool = False


@dataclass
class WritePlan:
    """Rows to write, each after those it hangs on; the case is written first."""

    case: Case
    rows: list[PlannedRow] = field(default_factory=list)

    def add(self, row, **about) -> models.Model:
        self.rows.append(PlannedRow(row, **about))
        return row

    @property
    def counts(self) -> Counter:
        new = (each.row for each in self.rows if not each.is_there)
        return Counter(type(row) for row in new if row is not self.case)


def named_person(text: str, **fields) -> Person:
    """A new person of this name; `Zed Example / សេដ` names them in both scripts."""
    names = spellings(text)
    khmer = next(filter(is_khmer, names), "")
    latin = next((name for name in names if not is_khmer(name)), khmer)
    person = Person(name=latin, name_km=khmer, **fields)
    if person.is_minor:  # as saving would do, but checked before
        person.display_policy = DisplayPolicy.WITHHELD
        person.protection_reason = ProtectionReason.MINOR
    return person


def write_plan(*, plan: WritePlan, reason: str, by: User) -> None:
    """Write every row, or none. Raises Refused where a row breaks a rule."""
    context = {"reason": reason} if reason else {}
    with pghistory.context(**context), transaction.atomic():
        refuse_sealed(plan)
        for planned in plan.rows:
            try:
                write(planned, by)
            except ValidationError as error:
                raise RowRefused(planned, error) from error
        for planned in plan.rows:
            if planned.touches:
                planned.row.participations.add(*planned.touches)


def refuse_sealed(plan: WritePlan) -> None:
    """Nobody writes a sealed name into the open, not even as a draft."""
    named = naming_somebody(text for each in plan.rows for _column, text in texts_in(each))
    for planned in plan.rows:
        errors = {column: MAY_BE_NAMED for column, text in texts_in(planned) if text in named}
        if errors:
            raise RowRefused(planned, ValidationError(errors))


def texts_in(planned: PlannedRow) -> Iterator[tuple[str, str]]:
    """What is written in the columns of a new row, and where its sources tell of it."""
    yield from (("locator", locator) for _source, locator in planned.cited)
    if not planned.is_there:
        yield from texts_by_column(planned.row)


def write(planned: PlannedRow, by: User) -> None:
    row = planned.row
    if not planned.is_there:
        if isinstance(row, Publishable):
            row.last_edited_by = by
        save_checked(row)
    for fact in facts_of(row):
        cite(fact, planned.cited)


def facts_of(row: models.Model) -> list[models.Model]:
    """The row, and the spellings the database made of a new person's heading."""
    if not isinstance(row, Person):
        return [row] if hasattr(row, "citations") else []
    if is_khmer(row.name):  # a heading in Khmer: the database takes it for Latin
        row.names.filter(spelling=row.name).update(script=Script.KHMER)
    return [row, *row.names.all()]


def cite(fact: models.Model, cited: Cited) -> None:
    for source, locator in cited:
        given = {"source": source, "locator": locator}
        if not fact.citations.filter(section="", **given).exists():
            save_checked(fact.citations.model(fact=fact, **given))


def save_checked(row: models.Model) -> None:
    """Save after all checks of the model. What it hangs on is at hand: not looked up again."""
    at_hand = set()
    for each in row._meta.concrete_fields:
        if each.is_relation and each.is_cached(row):
            setattr(row, each.name, each.get_cached_value(row))  # its id, if it has one by now
            at_hand.add(each.name)
    row.clean_fields(exclude=at_hand)
    row.clean()
    row.validate_unique()
    row.validate_constraints()
    row.save()


def in_words(plan: WritePlan) -> str:
    """`3 participations, 6 charges, 5 events`."""
    told = []
    for model, count in plan.counts.items():
        name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
        told.append(f"{count} {name}")
    return ", ".join(told) or str(_("nothing new"))
