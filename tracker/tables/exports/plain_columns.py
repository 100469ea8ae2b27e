"""Export columns of the plain fields of a model, by the type of each."""

from django.db import models

from tracker.models import plain_fields
from tracker.partial_dates import PartialDateField
from tracker.tables.exports import columns
from tracker.tables.exports.columns import ExportColumn, TextColumn

COLUMN_TYPES = {
    PartialDateField: columns.PartialDateColumn,
    models.BooleanField: columns.BooleanColumn,
    models.DecimalField: columns.DecimalColumn,
    models.IntegerField: columns.IntegerColumn,
    models.CharField: TextColumn,
    models.TextField: TextColumn,
}


def plain_columns(model: type[models.Model], **own: list[ExportColumn]) -> list[ExportColumn]:
    """The columns of the plain fields in their order; `own` gives those of fields by name."""
    found = []
    for plain in plain_fields(model, "export"):
        field = model._meta.get_field(plain.name)
        found += own.get(plain.name) or [plain_column(field, plain.label)]
    return found


def plain_column(field: models.Field, label: str) -> ExportColumn:
    if field.choices:
        return columns.ChoiceColumn(field.name, label, field.choices)
    column_type = next(COLUMN_TYPES[kind] for kind in COLUMN_TYPES if isinstance(field, kind))
    return column_type(field.name, label)


def reference_columns(name, label, in_words, title="name", at: str = "") -> list[ExportColumn]:
    """The code of another record, and what it is called; `at` is the path to the foreign key."""
    called = TextColumn(f"{name}_label", in_words, f"{at}{name}__{title}")
    return [TextColumn(name, label, f"{at}{name}__code"), called]
