"""Write plan: unsaved model instances in dependency order, validated and saved together."""

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
from cases.staff.entry.cell_parsing import split_spellings
from tracker.models import Publishable, Source, User
from tracker.visibility.sealed_name_detection import (
    SEALED_NAME_IN_TEXT,
    texts_by_column,
    texts_with_sealed_name,
)

CitedSources = list[tuple[Source, str]]  # (source, locator: page, section or words to search for)


class RowRefused(ValidationError):
    """The validation error of one planned row, `planned`. Nothing was written."""

    def __init__(self, planned: "PlannedRow", error: ValidationError):
        super().__init__(error)
        self.planned = planned


@dataclass
class PlannedRow:
    """One row to write, its citations, and the form that shows its errors.

    A row that `is_recorded` is not saved again, but may get citations.
    """

    row: models.Model
    cited: CitedSources = field(default_factory=list)
    form: object = None
    participations: list[Participation] = field(default_factory=list)  # only if row is an Event
    is_recorded: bool = False


@dataclass
class WritePlan:
    """Rows to write, each after the rows its foreign keys need."""

    case: Case
    rows: list[PlannedRow] = field(default_factory=list)

    def add(self, row, **options) -> models.Model:
        """Append a row, with the other fields of PlannedRow as keywords; returns the row."""
        self.rows.append(PlannedRow(row, **options))
        return row

    @property
    def counts(self) -> Counter:
        """How many new rows of each model, without the case."""
        new = (planned.row for planned in self.rows if not planned.is_recorded)
        return Counter(type(row) for row in new if row is not self.case)


def build_person(text: str, **fields) -> Person:
    """An unsaved person; `Zed Example / សេដ` gives the name in both scripts."""
    names = split_spellings(text)
    khmer = next(filter(is_khmer, names), "")
    latin = next((name for name in names if not is_khmer(name)), khmer)
    person = Person(name=latin, name_km=khmer, **fields)
    if person.is_minor:  # Person.save() does the same, but runs after validation
        person.display_policy = DisplayPolicy.WITHHELD
        person.protection_reason = ProtectionReason.MINOR
    return person


def execute_write_plan(*, plan: WritePlan, reason: str, by: User) -> None:
    """Write every row, or none. Raises RowRefused if a row is invalid."""
    context = {"reason": reason} if reason else {}
    with pghistory.context(**context), transaction.atomic():
        refuse_sealed_names(plan)
        for planned in plan.rows:
            try:
                save_planned_row(planned, by)
            except ValidationError as error:
                raise RowRefused(planned, error) from error
        for planned in plan.rows:
            if planned.participations:
                planned.row.participations.add(*planned.participations)


def refuse_sealed_names(plan: WritePlan) -> None:
    """Raise RowRefused if a text of the plan may contain a sealed name, even in a draft."""
    naming = texts_with_sealed_name(
        text for each in plan.rows for _column, text in texts_to_write(each)
    )
    for planned in plan.rows:
        errors = {
            column: SEALED_NAME_IN_TEXT
            for column, text in texts_to_write(planned)
            if text in naming
        }
        if errors:
            raise RowRefused(planned, ValidationError(errors))


def texts_to_write(planned: PlannedRow) -> Iterator[tuple[str, str]]:
    """(column, text) of the locators of a planned row and, if it is new, of its text columns."""
    yield from (("locator", locator) for _source, locator in planned.cited)
    if not planned.is_recorded:
        yield from texts_by_column(planned.row)


def save_planned_row(planned: PlannedRow, by: User) -> None:
    """Save the row if it is new, and add its citations."""
    row = planned.row
    if not planned.is_recorded:
        if isinstance(row, Publishable):
            row.last_edited_by = by
        validate_and_save(row)
    for fact in facts_to_cite(row):
        add_citations(fact, planned.cited)


def facts_to_cite(row: models.Model) -> list[models.Model]:
    """The rows that get the citations: the row, and for a person the names a trigger created."""
    if not isinstance(row, Person):
        return [row] if hasattr(row, "citations") else []
    if is_khmer(row.name):  # the trigger labels a name in Person.name as Latin
        row.names.filter(spelling=row.name).update(script=Script.KHMER)
    return [row, *row.names.all()]


def add_citations(fact: models.Model, cited: CitedSources) -> None:
    """Create the citations that the fact does not have yet."""
    for source, locator in cited:
        citation = {"source": source, "locator": locator}
        if not fact.citations.filter(section="", **citation).exists():
            validate_and_save(fact.citations.model(fact=fact, **citation))


def validate_and_save(row: models.Model) -> None:
    """Like full_clean() and save(), but without queries for related instances already in memory."""
    in_memory = set()
    for column in row._meta.concrete_fields:
        if column.is_relation and column.is_cached(row):
            # Assign again: the related instance may have got its primary key since.
            setattr(row, column.name, column.get_cached_value(row))
            in_memory.add(column.name)
    row.clean_fields(exclude=in_memory)
    row.clean()
    row.validate_unique()
    row.validate_constraints()
    row.save()


def describe_new_rows(plan: WritePlan) -> str:
    """The new rows by model: `3 participations, 6 charges, 5 events`."""
    counted = []
    for model, count in plan.counts.items():
        name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
        counted.append(f"{count} {name}")
    return ", ".join(counted) or str(_("nothing new"))
