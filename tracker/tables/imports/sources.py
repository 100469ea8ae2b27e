"""Import of sources: one row per document."""

from tracker.models import Source, SourceKey
from tracker.tables.imports.columns import Column, column_of
from tracker.tables.imports.import_spec import CODE, KEY, Kind
from tracker.tables.imports.parser import Row
from tracker.tables.imports.references import SOURCES
from tracker.tables.imports.row_drafts import Draft, Shape

PLAIN = (
    *("kind", "title", "title_km", "author", "publisher", "published_on", "url", "archived_url"),
    *("note", "staff_notes"),
)
REQUIRED = ("kind", "title")


class Sources(Kind):
    name = "sources"
    label = "Sources"
    shapes = (Shape(Source, keys=SourceKey),)
    columns = (
        KEY,
        CODE,
        *(column_of(Source, name, is_required=name in REQUIRED) for name in PLAIN),
        Column("part_of", "part of", "the code or your key of the compilation", find=SOURCES),
    )

    def read(self, row: Row, record: Draft) -> None:
        row.reading.say(record, row, *PLAIN, part_of_id="part_of")
