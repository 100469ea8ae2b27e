"""Base class of an import: columns, rows they make, rules between cells."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tracker.enums import State
from tracker.models import Citation, Fact
from tracker.tables.imports.columns import CellError, Column
from tracker.tables.imports.import_plan import Plan
from tracker.tables.imports.parser import Reading, Row
from tracker.tables.imports.references import SOURCES, locked, recorded
from tracker.tables.imports.row_drafts import Draft, Shape
from tracker.tables.sheets.reader import Sheet

LONGEST_KEY = 100


def a_key(text: str) -> str:
    if len(text) > LONGEST_KEY:
        raise CellError(_("longer than %(n)d signs") % {"n": LONGEST_KEY})
    return text


KEY = Column(
    "key",
    "key",
    "What you call it in your own files. With it, the same row sent again changes nothing.",
    read=a_key,
    also=("id", "reference"),
)
CODE = Column("code", "code", "Its code here, where it is recorded already: it is then changed.")
SOURCE = Column(
    "source",
    "source",
    "the code of a source, or your key of one that you imported",
    find=SOURCES,
)
SECTION = Column("section", "section", "Chapter, page title or heading.")
LOCATOR = Column("locator", "locator", "Page, paragraph, or a few words to search for.")
CITATION = (SOURCE, SECTION, LOCATOR)


class Kind:
    """One kind of table. The first shape is the record that a row is about."""

    name = ""
    label = ""
    columns: tuple[Column, ...] = ()
    shapes: tuple[Shape, ...] = ()
    goes_on = False  # a row without key and code goes on about the record above

    def recorded(self, keys: set[str], codes: set[str], origin: str, *, is_final: bool) -> dict:
        """What is recorded under these keys and codes; for good, nobody else changes it now."""
        shape = self.shapes[0]
        found = recorded(shape.model, shape.keys, keys, codes, origin)
        return locked(found) if is_final else found

    def read(self, row: Row, record: Draft) -> None:
        """Have the cells of a row say what they say about the record."""
        raise NotImplementedError

    def check(self, record: Draft, plan: Plan) -> None:
        """Rules between the columns of one record; a new one needs what is required."""
        if not record.is_new and record.existing.state == State.PUBLISHED:
            self.check_sources(record, plan)
        for column in self.columns:
            if column.is_required and record.is_new and column.name not in record.values:
                plan.problem(record, column.name, _("missing: a new record needs it"))

    def check_sources(self, record: Draft, plan: Plan) -> None:
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
        reading = Reading(self, sheet, heads, origin, is_final=is_final)
        yield from reading.read()
        return Plan(reading)
