"""Base class of an import: columns, rows they make, rules between cells."""

from django.utils.translation import gettext as _

from tracker.enums import State
from tracker.models import Citation, Fact
from tracker.tables.imports.columns import CellError, ImportColumn
from tracker.tables.imports.import_plan import ImportPlan
from tracker.tables.imports.parser import ImportedRow
from tracker.tables.imports.references import SOURCE_LOOKUP, find_by_code_or_key
from tracker.tables.imports.row_drafts import RowDraft, TableMapping

MAX_KEY_LENGTH = 100


def parse_key(text: str) -> str:
    if len(text) > MAX_KEY_LENGTH:
        raise CellError(_("longer than %(n)d signs") % {"n": MAX_KEY_LENGTH})
    return text


KEY_COLUMN = ImportColumn(
    "key",
    "key",
    "What you call it in your own files. With it, the same row sent again changes nothing.",
    parse=parse_key,
    aliases=("id", "reference"),
)
CODE_COLUMN = ImportColumn(
    "code", "code", "Its code here, where it is recorded already: it is then changed."
)
CITATION_COLUMNS = (
    ImportColumn(
        "source",
        "source",
        "the code of a source, or your key of one that you imported",
        find_records=SOURCE_LOOKUP,
    ),
    ImportColumn("section", "section", "Chapter, page title or heading."),
    ImportColumn("locator", "locator", "Page, paragraph, or a few words to search for."),
)


class ImportSpec:
    """Base class of one kind of table.

    The first of the mappings is the main record of a row; the others depend on it.
    """

    name = ""
    label = ""
    columns: tuple[ImportColumn, ...] = ()
    mappings: tuple[TableMapping, ...] = ()
    # A row without key and code belongs to the record of the row above.
    has_continuation_rows = False

    def existing_records(
        self, keys: set[str], codes: set[str], origin: str, *, is_final: bool
    ) -> dict:
        """Existing records by ("key", key) and ("code", code); `is_final` locks them."""
        mapping = self.mappings[0]
        records = find_by_code_or_key(mapping.model, mapping.key_model, keys, codes, origin)
        if not is_final:
            return records
        rows = mapping.model._base_manager.order_by("pk").select_for_update()
        locked = rows.in_bulk({record.pk for record in records.values()})
        return {name: locked[record.pk] for name, record in records.items()}

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        """Fill the draft of the record, and drafts that depend on it, from the cells of a row."""
        raise NotImplementedError

    def check(self, record: RowDraft, plan: ImportPlan) -> None:
        """Validate one record across its columns; a new one needs the required columns."""
        if not record.is_new and record.existing.state == State.PUBLISHED:
            self.check_sources(record, plan)
        for column in self.columns:
            if column.is_required and record.is_new and column.name not in record.values:
                plan.add_problem(record, column.name, _("missing: a new record needs it"))

    def check_sources(self, record: RowDraft, plan: ImportPlan) -> None:
        """New facts of a published record become public at once, so each needs a source."""
        cited = {
            id(part.owner) for part in record.parts if issubclass(part.mapping.model, Citation)
        }
        for part in record.parts:
            if part.is_new and issubclass(part.mapping.model, Fact) and id(part) not in cited:
                plan.add_problem(part, "source", _("the record is published: give a source"))

    def finish(self) -> None:
        """Hook that runs after all rows are written, in the same transaction."""
