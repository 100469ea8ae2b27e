"""Parses rows into drafts and collects validation errors; writes nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.tables.imports.columns import CellError, ImportColumn
from tracker.tables.imports.row_drafts import RowDraft, TableMapping
from tracker.tables.sheets.reader import Sheet
from tracker.tables.sheets.xlsx_reader import FormulaText


@dataclass(frozen=True)
class ImportProgress:
    """Progress of an import: the current step, and how many of its rows are done."""

    words: str
    done: int
    total: int


@dataclass(frozen=True)
class Problem:
    """A validation error of one cell or row; an empty `column` means the row as a whole."""

    row: int
    column: str
    value: str
    message: str
    allowed: tuple[str, ...] = ()

    def __str__(self):
        where = f"row {self.row}" + (f", column “{self.column}”" if self.column else "")
        what = f"“{self.value}”: {self.message}" if self.value else self.message
        allowed = f" (allowed: {', '.join(self.allowed)})" if self.allowed else ""
        return f"{where}: {what}{allowed}"


class ImportedRow:
    """One row of the table, with its cells by column name."""

    def __init__(self, parser: "TableParser", number: int, cells: list[str]):
        self.parser, self.number, self.cells = parser, number, cells

    def text(self, name: str) -> str:
        index = self.parser.column_indexes.get(name)
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    def value(self, name: str):
        """Parsed value of the cell; None if it is empty or invalid, which also adds a problem."""
        text = self.text(name)
        if not text:
            return None
        column = self.parser.columns[name]
        try:
            if isinstance(text, FormulaText):
                raise CellError(_("a formula; put the value itself in its place"))
            if column.find_records:
                return self.parser.resolve(column, text)
            return column.parse(text)
        except CellError as error:
            self.add_problem(name, str(error), text, error.allowed)
            return None

    def has(self, *names: str) -> bool:
        return any(self.text(name) for name in names)

    def add_problem(self, name: str, message: str, value: str | None = None, allowed=()) -> None:
        value = self.text(name) if value is None else value
        head = self.parser.heads.get(name, name)
        self.parser.problems.append(Problem(self.number, head, value, message, tuple(allowed)))


class TableParser:
    """Parses one table: its rows, the drafts that they create, and the problems found."""

    def __init__(self, spec, sheet: Sheet, heads: dict, origin: str, *, is_final: bool):
        self.spec, self.sheet, self.heads = spec, sheet, heads
        self.is_final = is_final
        self.columns: dict[str, ImportColumn] = {column.name: column for column in spec.columns}
        self.column_indexes = {name: sheet.heads.index(head) for name, head in heads.items()}
        self.problems: list[Problem] = []
        self.cache: dict[str, object] = {}  # what the spec looks up once for all rows
        self.drafts: dict[TableMapping, dict[tuple, RowDraft]] = defaultdict(dict)
        self.rows = [ImportedRow(self, number, cells) for number, cells in sheet.rows]
        self.references = {
            column.name: column.find_records(self.texts(column.name), origin)
            for column in spec.columns
            if column.find_records
        }
        keys, codes = self.texts("key"), self.texts("code")
        self.existing_records = spec.existing_records(keys, codes, origin, is_final=is_final)

    def texts(self, name: str) -> set[str]:
        texts = {row.text(name) for row in self.rows} if name in self.column_indexes else set()
        return {text for text in texts if text and not isinstance(text, FormulaText)}

    def resolve(self, column: ImportColumn, text: str) -> int:
        if text not in self.references[column.name]:
            raise CellError(_("nothing recorded goes by this"), [str(column.help)])
        return self.references[column.name][text][0]

    # --- drafts -------------------------------------------------------------------------------

    def parse_rows(self) -> Iterator[ImportProgress]:
        """Parse row by row."""
        above = None
        for count, row in enumerate(self.rows, 1):
            if any(row.cells[len(self.sheet.heads) :]):
                row.add_problem("", _("more cells than there are columns"))
            above = self.record_draft(row, above)
            if above is not None:
                self.spec.read_row(row, above)
            if count % 1000 == 0:
                yield ImportProgress(_("Checking rows"), count, len(self.rows))

    def record_draft(self, row: ImportedRow, above: RowDraft | None) -> RowDraft | None:
        """Draft of the record of the row: by its code or key, else that of the row above."""
        key, code = row.value("key"), row.value("code")
        if not row.has("key", "code"):
            if above is None or not self.spec.has_continuation_rows:
                row.add_problem("key", _("give a key of your own, or the code of what is recorded"))
            return above if self.spec.has_continuation_rows else None
        if (key is None and row.has("key")) or (code is None and row.has("code")):
            return None
        existing = self._existing_record(row, key, code)
        if existing is None and code is not None:
            return None
        identity = ("pk", existing.pk) if existing is not None else ("key", key)
        draft = self.get_or_create_draft(self.spec.mappings[0], row, identity, existing=existing)
        if key and ("key", key) not in self.existing_records:
            draft.given_keys.add(key)
        return draft

    def _existing_record(self, row: ImportedRow, key: str | None, code: str | None) -> Model | None:
        by_code = self.existing_records.get(("code", code)) if code else None
        by_key = self.existing_records.get(("key", key)) if key else None
        if code and by_code is None:
            row.add_problem("code", _("nothing recorded has this code"))
            return None
        if by_code is not None and by_key is not None and by_code.pk != by_key.pk:
            row.add_problem("key", _("this key is that of %(code)s") % {"code": by_key.code})
        return by_code if by_code is not None else by_key

    def get_or_create_draft(
        self, mapping: TableMapping, row: ImportedRow, identity: tuple, *, owner=None, existing=None
    ) -> RowDraft:
        """Get or create the draft with this owner and identity."""
        drafts = self.drafts[mapping]
        key = (id(owner), *identity)
        if key not in drafts:
            drafts[key] = RowDraft(mapping, row.number, identity, owner, existing=existing)
            if owner:
                owner.main_draft.parts.append(drafts[key])
        return drafts[key]

    def dependent_draft(
        self, mapping: TableMapping, row: ImportedRow, owner: RowDraft, **identity
    ) -> RowDraft:
        """Get or create a draft that depends on `owner`; `identity` are its identity columns."""
        draft = self.get_or_create_draft(mapping, row, tuple(identity.values()), owner=owner)
        draft.values.update(identity)
        return draft

    def fill_columns(self, draft: RowDraft, row: ImportedRow, *names: str, **columns: str) -> None:
        """Fill columns of the draft from cells of the row; empty cells are ignored.

        `columns` maps model columns to import columns of another name. Adds a problem if an
        earlier row gave another value.
        """
        for column, name in [*((name, name) for name in names), *columns.items()]:
            value = row.value(name)
            if value is None:
                continue
            origin = draft.cell_of_column.setdefault(column, (row.number, row.text(name)))
            if draft.values.setdefault(column, value) != value:
                row.add_problem(
                    name, _("row %(row)d says “%(value)s”") % {"row": origin[0], "value": origin[1]}
                )

    def add_citations(self, row: ImportedRow, *facts: tuple[TableMapping, RowDraft]) -> None:
        """Add a citation of the row's source and locator to each of the facts."""
        source, locator = row.value("source"), row.value("locator")
        if row.has("source") and not row.has("locator"):
            row.add_problem("locator", _("say where in the source this is found"))
        elif row.has("locator") and not row.has("source"):
            row.add_problem("source", _("say which source this is a place in"))
        elif source is not None and locator is not None:
            section = row.value("section") or ""
            for mapping, fact in facts:
                self.dependent_draft(
                    mapping, row, fact, source_id=source, section=section, locator=locator
                )
