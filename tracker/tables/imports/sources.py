"""Import of sources: one row per source."""

from tracker.models import Source, SourceKey, plain_names
from tracker.tables.imports.columns import ImportColumn, model_column
from tracker.tables.imports.import_spec import CODE_COLUMN, KEY_COLUMN, ImportSpec
from tracker.tables.imports.parser import ImportedRow
from tracker.tables.imports.references import SOURCE_LOOKUP
from tracker.tables.imports.row_drafts import RowDraft, TableMapping

SOURCE_FIELDS = (*plain_names(Source, "import"), "url", "archived_url", "note", "staff_notes")
REQUIRED = ("kind", "title")


class SourceImport(ImportSpec):
    name = "sources"
    label = "Sources"
    mappings = (TableMapping(Source, key_model=SourceKey),)
    columns = (
        KEY_COLUMN,
        CODE_COLUMN,
        *(model_column(Source, name, is_required=name in REQUIRED) for name in SOURCE_FIELDS),
        ImportColumn(
            "part_of",
            "part of",
            "the code or your key of the compilation",
            find_records=SOURCE_LOOKUP,
        ),
    )

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        row.parser.fill_columns(record, row, *SOURCE_FIELDS, part_of_id="part_of")
