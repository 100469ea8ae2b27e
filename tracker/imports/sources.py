"""Sources as a table: one row for each document."""

from tracker.imports.columns import Column, column_of
from tracker.imports.drafts import Draft, Shape
from tracker.imports.kinds import CODE, KEY, Kind
from tracker.imports.reading import Row
from tracker.imports.references import SOURCES
from tracker.models import Source, SourceKey

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
