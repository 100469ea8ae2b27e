"""What an import would change, found by comparing drafts with the database."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from tracker.enums import State
from tracker.tables.imports.parser import TableParser
from tracker.tables.imports.problems import Problem
from tracker.tables.imports.row_drafts import ColumnDifference, RowDraft, TableMapping
from tracker.visibility.name_protection import MAY_BE_NAMED, naming_somebody


def match(shape: TableMapping, drafts: Iterable[RowDraft], *, is_final: bool) -> None:
    """Find the rows that are there already of what hangs on recorded rows."""
    waiting = [draft for draft in drafts if draft.existing is None and draft.owner.existing]
    owners = {draft.owner.existing.pk for draft in waiting}
    rows = shape.model._base_manager.filter(**{f"{shape.owner_column}__in": owners})
    if is_final:
        rows = rows.order_by("pk").select_for_update()
    names = (shape.owner_column, *shape.identity)
    found = {tuple(getattr(row, name) for name in names): row for row in rows} if owners else {}
    for draft in waiting:
        draft.existing = found.get((draft.owner.existing.pk, *draft.identity))


@dataclass(frozen=True)
class DisplayedDiff:
    """A difference in words."""

    label: str
    old: str
    new: str


class ImportPlan:
    """What would be written, and what is wrong with the table."""

    def __init__(self, reading: TableParser):
        self.reading, self.kind = reading, reading.kind
        self.drafts: dict[TableMapping, list[RowDraft]] = {
            shape: list(reading.drafts[shape].values()) for shape in reading.kind.shapes
        }
        self.problems: list[Problem] = reading.problems
        for shape, drafts in self.drafts.items():
            if shape.owner:
                match(shape, drafts, is_final=reading.is_final)
            for draft in drafts:
                draft.compare()
        self._refuse_what_is_settled()
        self._refuse_sealed_names()
        for draft in self.drafts[self.kind.shapes[0]]:
            self.kind.check(draft, self)
        self.problems.sort(key=lambda problem: problem.row)

    def _refuse_what_is_settled(self) -> None:
        for draft in (draft for drafts in self.drafts.values() for draft in drafts):
            for difference in draft.differences:
                if message := draft.shape.settled.get(difference.name):
                    self.problem(draft, difference.name, message)

    def _refuse_sealed_names(self) -> None:
        """Nobody writes a sealed name into the open, not even as a draft."""
        texts = [
            (draft, name, text)
            for drafts in self.drafts.values()
            for draft in drafts
            for name, text in draft.new_texts()
        ]
        named = naming_somebody(text for _draft, _name, text in texts)
        told = set()  # what a row says of several rows of ours is said of it once
        for draft, name, text in texts:
            if text in named and (draft.row, text) not in told:
                told.add((draft.row, text))
                self.problem(draft, name, str(MAY_BE_NAMED))

    def problem(self, draft: RowDraft, name: str, message: str, allowed=()) -> None:
        """Something wrong with a draft as a whole, told of the row that says it first."""
        row, text = draft.said_in.get(name, (draft.row, ""))
        head = self.reading.heads.get(name, name)
        self.problems.append(Problem(row, head, text, message, tuple(allowed)))

    @property
    def records(self) -> list[RowDraft]:
        return self.drafts[self.kind.shapes[0]]

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @cached_property
    def new(self) -> list[RowDraft]:
        return [record for record in self.records if record.is_new]

    @cached_property
    def changed(self) -> list[RowDraft]:
        return [r for r in self.records if not r.is_new and (r.differences or changes(r))]

    @property
    def unchanged_count(self) -> int:
        return len(self.records) - len(self.new) - len(self.changed)

    @property
    def public_count(self) -> int:
        """How many of the records that change are public: their changes show at once."""
        return sum(record.existing.state == State.PUBLISHED for record in self.changed)

    @property
    def writes_nothing(self) -> bool:
        return not (self.new or self.changed)

    @property
    def kept(self) -> list[tuple[str, int]]:
        """How many rows of each table are new."""
        counts = Counter(d.shape for drafts in self.drafts.values() for d in drafts if d.is_new)
        return [(str(shape.model._meta.verbose_name_plural), n) for shape, n in counts.items()]

    @cached_property
    def digest(self) -> str:
        """The same for as long as the same would be done."""
        whole = hashlib.sha256()
        for drafts in self.drafts.values():
            for draft in drafts:
                whole.update(repr(draft.written()).encode())
        return whole.hexdigest()

    # --- in words -----------------------------------------------------------------------------

    def name_of(self, record: RowDraft) -> str:
        if record.existing is not None:
            return str(record.existing)
        return str(record.shape.model(**record.values))

    def told(self, draft: RowDraft) -> Iterator[DisplayedDiff]:
        """Each column of a draft that would change, or of a new one that is filled."""
        if draft.is_new:
            said = [ColumnDifference(name, None, value) for name, value in draft.values.items()]
        else:
            said = draft.differences
        for one in said:
            field = draft.shape.model._meta.get_field(one.name)
            old, new = (self.in_words(field, value) for value in (one.old, one.new))
            if new:
                yield DisplayedDiff(str(field.verbose_name), old, new)

    def in_words(self, field, value) -> str:
        if value in (None, ""):
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, ForeignKey):
            return self.names[field.related_model].get(value) or self._looked_up(field, value)
        return str(dict(field.flatchoices).get(value, value))

    def _looked_up(self, field, pk: int) -> str:
        name = str(field.related_model._base_manager.get(pk=pk))
        self.names[field.related_model][pk] = name
        return name

    @cached_property
    def names(self) -> dict:
        """What the records are called that cells of the table name, by model and id."""
        found = defaultdict(dict)
        for name, column in self.reading.columns.items():
            if column.find:
                found[column.find.model].update(dict(self.reading.referred[name].values()))
        return found


def changes(record: RowDraft) -> list[RowDraft]:
    """What of the things that hang on a record is new or different."""
    return [part for part in record.parts if part.is_new or part.differences]
