"""Parses rows into drafts and collects validation errors; writes nothing."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.tables.imports.columns import CellError, ImportColumn
from tracker.tables.imports.problems import Problem
from tracker.tables.imports.row_drafts import RowDraft, TableMapping
from tracker.tables.sheets.reader import Sheet
from tracker.tables.sheets.xlsx_reader import NotPlain


class ImportedRow:
    """One row of the table, asked by our names of the columns."""

    def __init__(self, reading: "TableParser", number: int, cells: list[str]):
        self.reading, self.number, self.cells = reading, number, cells

    def text(self, name: str) -> str:
        place = self.reading.places.get(name)
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    def value(self, name: str):
        """What the cell says; None where it is empty or wrong, and a problem where it is wrong."""
        text = self.text(name)
        if not text:
            return None
        column = self.reading.columns[name]
        try:
            if isinstance(text, NotPlain):
                raise CellError(_("a formula; put the value itself in its place"))
            if column.find:
                return self.reading.found(column, text)
            return column.read(text)
        except CellError as error:
            self.problem(name, str(error), text, error.allowed)
            return None

    def has(self, *names: str) -> bool:
        return any(self.text(name) for name in names)

    def problem(self, name: str, message: str, value: str | None = None, allowed=()) -> None:
        value = self.text(name) if value is None else value
        head = self.reading.heads.get(name, name)
        self.reading.problems.append(Problem(self.number, head, value, message, tuple(allowed)))


class TableParser:
    """One table being read: its rows, the drafts that came of them, and what is wrong."""

    def __init__(self, kind, sheet: Sheet, heads: dict, origin: str, *, is_final: bool):
        self.kind, self.sheet, self.heads, self.origin = kind, sheet, heads, origin
        self.is_final = is_final
        self.columns: dict[str, ImportColumn] = {column.name: column for column in kind.columns}
        self.places = {name: sheet.heads.index(head) for name, head in heads.items()}
        self.problems: list[Problem] = []
        self.names: dict[tuple[type[Model], int], str] = {}
        self.drafts: dict[TableMapping, dict[tuple, RowDraft]] = defaultdict(dict)
        self.rows = [ImportedRow(self, number, cells) for number, cells in sheet.rows]
        self.referred = {c.name: self._refer(c) for c in kind.columns if c.find}
        named = self.texts("key"), self.texts("code")
        self.recorded = kind.recorded(*named, origin, is_final=is_final)

    def texts(self, name: str) -> set[str]:
        texts = {row.text(name) for row in self.rows} if name in self.places else set()
        return {text for text in texts if text and not isinstance(text, NotPlain)}

    def _refer(self, column: ImportColumn) -> dict[str, tuple[int, str]]:
        return column.find(self.texts(column.name), self.origin)

    def found(self, column: ImportColumn, text: str) -> int:
        if text not in self.referred[column.name]:
            raise CellError(_("nothing recorded goes by this"), [str(column.help)])
        return self.referred[column.name][text][0]

    def name_of(self, column: str, pk: int) -> str:
        """What the record is called that a cell of the column names."""
        return next((label for own, label in self.referred[column].values() if own == pk), str(pk))

    # --- drafts -------------------------------------------------------------------------------

    def read(self) -> Iterator[int]:
        """Read row by row; says how far it is."""
        above = None
        for count, row in enumerate(self.rows, 1):
            if any(row.cells[len(self.sheet.heads) :]):
                row.problem("", _("more cells than there are columns"))
            above = self.record(row, above)
            if above is not None:
                self.kind.read(row, above)
            if count % 1000 == 0:
                yield count

    def record(self, row: ImportedRow, above: RowDraft | None) -> RowDraft | None:
        """The record that the row is about: by its code or key, else that of the row above."""
        key, code = row.value("key"), row.value("code")
        if not row.has("key", "code"):
            if above is None or not self.kind.goes_on:
                row.problem("key", _("give a key of your own, or the code of what is recorded"))
            return above if self.kind.goes_on else None
        if (key is None and row.has("key")) or (code is None and row.has("code")):
            return None
        existing = self._existing(row, key, code)
        if existing is None and code is not None:
            return None
        identity = ("pk", existing.pk) if existing is not None else ("key", key)
        draft = self.draft(self.kind.shapes[0], row, identity, existing=existing)
        if key and ("key", key) not in self.recorded:
            draft.given_keys.add(key)
        return draft

    def _existing(self, row: ImportedRow, key: str | None, code: str | None) -> Model | None:
        by_code = self.recorded.get(("code", code)) if code else None
        by_key = self.recorded.get(("key", key)) if key else None
        if code and by_code is None:
            row.problem("code", _("nothing recorded has this code"))
            return None
        if by_code is not None and by_key is not None and by_code.pk != by_key.pk:
            row.problem("key", _("this key is that of %(code)s") % {"code": by_key.code})
        return by_code if by_code is not None else by_key

    def draft(
        self, shape: TableMapping, row: ImportedRow, identity: tuple, *, owner=None, existing=None
    ) -> RowDraft:
        """The draft with this identity; made when the first row speaks of it."""
        known = self.drafts[shape]
        place = (id(owner), *identity)
        if place not in known:
            known[place] = RowDraft(shape, row.number, identity, owner, existing=existing)
            if owner:
                owner.record.parts.append(known[place])
        return known[place]

    def part(self, shape: TableMapping, row: ImportedRow, owner: RowDraft, **identity) -> RowDraft:
        """What hangs on a draft; `identity` are the columns by which it is known again."""
        draft = self.draft(shape, row, tuple(identity.values()), owner=owner)
        draft.values.update(identity)
        return draft

    def say(self, draft: RowDraft, row: ImportedRow, *names: str, **columns: str) -> None:
        """Fill columns of the draft from cells of the row; an empty cell says nothing.

        `columns` are those of the model that our table calls otherwise.
        """
        for column, name in [*((name, name) for name in names), *columns.items()]:
            value = row.value(name)
            if value is None:
                continue
            said = draft.said_in.setdefault(column, (row.number, row.text(name)))
            if draft.values.setdefault(column, value) != value:
                row.problem(
                    name, _("row %(row)d says “%(value)s”") % {"row": said[0], "value": said[1]}
                )

    def cite(self, row: ImportedRow, *facts: tuple[TableMapping, RowDraft]) -> None:
        """Have the source that the row names, and the place in it, support these."""
        source, locator = row.value("source"), row.value("locator")
        if row.has("source") and not row.has("locator"):
            row.problem("locator", _("say where in the source this is found"))
        elif row.has("locator") and not row.has("source"):
            row.problem("source", _("say which source this is a place in"))
        elif source is not None and locator is not None:
            section = row.value("section") or ""
            for shape, fact in facts:
                self.part(shape, row, fact, source_id=source, section=section, locator=locator)
