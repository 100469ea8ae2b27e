"""Import of sources: one row per source."""

from tracker.models import Source, SourceKey
from tracker.tables.imports.columns import ImportColumn, column_of
from tracker.tables.imports.import_spec import CODE, KEY, ImportSpec
from tracker.tables.imports.parser import ImportedRow
from tracker.tables.imports.references import SOURCES
from tracker.tables.imports.row_drafts import RowDraft, TableMapping

PLAIN = (
    *("kind", "title", "title_km", "author", "publisher", "published_on", "url", "archived_url"),
    *("note", "staff_notes"),
)
REQUIRED = ("kind", "title")


class SourceImport(ImportSpec):
    name = "sources"
    label = "Sources"
    mappings = (TableMapping(Source, keys=SourceKey),)
    columns = (
        KEY,
        CODE,
        *(column_of(Source, name, is_required=name in REQUIRED) for name in PLAIN),
        ImportColumn(
            "part_of", "part of", "the code or your key of the compilation", find_records=SOURCES
        ),
    )

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        row.parser.fill_columns(record, row, *PLAIN, part_of_id="part_of")
