"""Base class of an import: columns, rows they make, rules between cells."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tracker.enums import State
from tracker.models import Citation, Fact
from tracker.tables.imports.columns import CellError, ImportColumn
from tracker.tables.imports.import_plan import ImportPlan
from tracker.tables.imports.parser import ImportedRow, TableParser
from tracker.tables.imports.references import SOURCES, locked, recorded
from tracker.tables.imports.row_drafts import RowDraft, TableMapping
from tracker.tables.sheets.reader import Sheet

LONGEST_KEY = 100


def a_key(text: str) -> str:
    if len(text) > LONGEST_KEY:
        raise CellError(_("longer than %(n)d signs") % {"n": LONGEST_KEY})
    return text


KEY = ImportColumn(
    "key",
    "key",
    "What you call it in your own files. With it, the same row sent again changes nothing.",
    read=a_key,
    also=("id", "reference"),
)
CODE = ImportColumn(
    "code", "code", "Its code here, where it is recorded already: it is then changed."
)
SOURCE = ImportColumn(
    "source",
    "source",
    "the code of a source, or your key of one that you imported",
    find=SOURCES,
)
SECTION = ImportColumn("section", "section", "Chapter, page title or heading.")
LOCATOR = ImportColumn("locator", "locator", "Page, paragraph, or a few words to search for.")
CITATION = (SOURCE, SECTION, LOCATOR)


class ImportSpec:
    """One kind of table. The first shape is the record that a row is about."""

    name = ""
    label = ""
    columns: tuple[ImportColumn, ...] = ()
    shapes: tuple[TableMapping, ...] = ()
    goes_on = False  # a row without key and code goes on about the record above

    def recorded(self, keys: set[str], codes: set[str], origin: str, *, is_final: bool) -> dict:
        """What is recorded under these keys and codes; for good, nobody else changes it now."""
        shape = self.shapes[0]
        found = recorded(shape.model, shape.keys, keys, codes, origin)
        return locked(found) if is_final else found

    def read(self, row: ImportedRow, record: RowDraft) -> None:
        """Have the cells of a row say what they say about the record."""
        raise NotImplementedError

    def check(self, record: RowDraft, plan: ImportPlan) -> None:
        """Rules between the columns of one record; a new one needs what is required."""
        if not record.is_new and record.existing.state == State.PUBLISHED:
            self.check_sources(record, plan)
        for column in self.columns:
            if column.is_required and record.is_new and column.name not in record.values:
                plan.problem(record, column.name, _("missing: a new record needs it"))

    def check_sources(self, record: RowDraft, plan: ImportPlan) -> None:
        """What is added to a published record shows at once: it needs a source."""
        cited = {id(part.owner) for part in record.parts if issubclass(part.shape.model, Citation)}
        for part in record.parts:
            if part.is_new and issubclass(part.shape.model, Fact) and id(part) not in cited:
                plan.problem(part, "source", _("the record is published: give a source"))

    def finish(self) -> None:
        """What is left to do once all is written."""

    def plan(self, sheet: Sheet, heads: dict, origin: str, *, is_final=False) -> Iterator[int]:
        """Reads the table; says how far it is, and returns the Plan.

        `is_final`: the plan is written in the same transaction, so nobody may change what it
        was compared with.
        """
        reading = TableParser(self, sheet, heads, origin, is_final=is_final)
        yield from reading.read()
        return ImportPlan(reading)
