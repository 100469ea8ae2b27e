"""Import plan: the changes of an import, computed by comparing drafts with the database."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from tracker.enums import State
from tracker.tables.imports.parser import Problem, TableParser
from tracker.tables.imports.row_drafts import ColumnDifference, RowDraft, TableMapping
from tracker.visibility.sealed_name_detection import SEALED_NAME_IN_TEXT, texts_with_sealed_name


def match_existing_rows(
    mapping: TableMapping, drafts: Iterable[RowDraft], *, is_final: bool
) -> None:
    """Set `existing` of drafts whose owner exists, by owner and identity columns.

    `is_final` locks the rows (SELECT ... FOR UPDATE).
    """
    unmatched = [draft for draft in drafts if draft.existing is None and draft.owner.existing]
    owners = {draft.owner.existing.pk for draft in unmatched}
    rows = mapping.model._base_manager.filter(**{f"{mapping.owner_column}__in": owners})
    if is_final:
        rows = rows.order_by("pk").select_for_update()
    names = (mapping.owner_column, *mapping.identity)
    by_identity = {tuple(getattr(row, name) for name in names): row for row in rows}
    for draft in unmatched:
        draft.existing = by_identity.get((draft.owner.existing.pk, *draft.identity))


class ImportPlan:
    """The drafts that an import would write, and the validation errors of the table."""

    def __init__(self, parser: TableParser):
        self.parser, self.spec = parser, parser.spec
        self.drafts: dict[TableMapping, list[RowDraft]] = {
            mapping: list(parser.drafts[mapping].values()) for mapping in parser.spec.mappings
        }
        self.problems: list[Problem] = parser.problems
        for mapping, drafts in self.drafts.items():
            if mapping.owner:
                match_existing_rows(mapping, drafts, is_final=parser.is_final)
            for draft in drafts:
                draft.compare()
                for difference in draft.differences:
                    if message := mapping.locked_columns.get(difference.name):
                        self.add_problem(draft, difference.name, message)
        self._refuse_sealed_names()
        for draft in self.drafts[self.spec.mappings[0]]:
            self.spec.check(draft, self)
        self.problems.sort(key=lambda problem: problem.row)

    def _refuse_sealed_names(self) -> None:
        """Sealed names may not be written in plain text, not even into unpublished records."""
        texts = [
            (draft, name, text)
            for drafts in self.drafts.values()
            for draft in drafts
            for name, text in draft.new_texts()
        ]
        sealed = texts_with_sealed_name(text for _draft, _name, text in texts)
        reported = set()  # one cell may fill several drafts: report it once
        for draft, name, text in texts:
            if text in sealed and (draft.row, text) not in reported:
                reported.add((draft.row, text))
                self.add_problem(draft, name, str(SEALED_NAME_IN_TEXT))

    def add_problem(self, draft: RowDraft, name: str, message: str, allowed=()) -> None:
        """Add a problem of a draft, at the row and cell that first filled the column."""
        row, text = draft.cell_of_column.get(name, (draft.row, ""))
        head = self.parser.heads.get(name, name)
        self.problems.append(Problem(row, head, text, message, tuple(allowed)))

    @property
    def records(self) -> list[RowDraft]:
        return self.drafts[self.spec.mappings[0]]

    @cached_property
    def new(self) -> list[RowDraft]:
        return [record for record in self.records if record.is_new]

    @cached_property
    def changed(self) -> list[RowDraft]:
        return [r for r in self.records if not r.is_new and (r.differences or changed_parts(r))]

    @property
    def unchanged_count(self) -> int:
        return len(self.records) - len(self.new) - len(self.changed)

    @property
    def public_count(self) -> int:
        """How many changed records are published: their changes become public at once."""
        return sum(record.existing.state == State.PUBLISHED for record in self.changed)

    @property
    def writes_nothing(self) -> bool:
        return not (self.new or self.changed)

    @cached_property
    def digest(self) -> str:
        """Digest of all changes: equal if and only if the import would do the same."""
        sha256 = hashlib.sha256()
        for drafts in self.drafts.values():
            for draft in drafts:
                sha256.update(repr(draft.fingerprint()).encode())
        return sha256.hexdigest()

    # --- as text ------------------------------------------------------------------------------

    def record_label(self, record: RowDraft) -> str:
        if record.existing is not None:
            return str(record.existing)
        return str(record.mapping.model(**record.values))

    def displayed_differences(self, draft: RowDraft) -> Iterator[dict[str, str]]:
        """Columns of a draft that would change; of a new one, those that are filled: as text."""
        if draft.is_new:
            differences = [ColumnDifference(name, None, new) for name, new in draft.values.items()]
        else:
            differences = draft.differences
        for difference in differences:
            field = draft.mapping.model._meta.get_field(difference.name)
            old, new = (
                self.display_value(field, value) for value in (difference.old, difference.new)
            )
            if new:
                yield {"label": str(field.verbose_name), "old": old, "new": new}

    def display_value(self, field, value) -> str:
        if value in (None, ""):
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, ForeignKey):
            names = self.names[field.related_model]
            if value not in names:
                names[value] = str(field.related_model._base_manager.get(pk=value))
            return names[value]
        return str(dict(field.flatchoices).get(value, value))

    @cached_property
    def names(self) -> dict:
        """Labels of the records that cells refer to: model -> {pk: label}."""
        names = defaultdict(dict)
        for name, column in self.parser.columns.items():
            if column.find_records:
                names[column.find_records.model].update(dict(self.parser.references[name].values()))
        return names


def changed_parts(record: RowDraft) -> list[RowDraft]:
    """The dependent rows of a record that are new or changed."""
    return [part for part in record.parts if part.is_new or part.differences]
