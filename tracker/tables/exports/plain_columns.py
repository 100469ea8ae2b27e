"""Export columns of the plain fields of a model, by the type of each."""

from django.db import models

from tracker.models import plain_fields
from tracker.partial_dates import PartialDateField
from tracker.tables.exports.columns import (
    BooleanColumn,
    ChoiceColumn,
    DecimalColumn,
    ExportColumn,
    IntegerColumn,
    PartialDateColumn,
    TextColumn,
)

COLUMN_TYPES = {
    PartialDateField: PartialDateColumn,
    models.BooleanField: BooleanColumn,
    models.DecimalField: DecimalColumn,
    models.IntegerField: IntegerColumn,
    models.CharField: TextColumn,
    models.TextField: TextColumn,
}


def plain_columns(model: type[models.Model], **own: list[ExportColumn]) -> list[ExportColumn]:
    """The columns of the plain fields in their order; `own` gives those of fields by name."""
    columns = []
    for plain in plain_fields(model, "export"):
        columns += own.get(plain.name) or [plain_column(model, plain.name, plain.label)]
    return columns


def plain_column(model: type[models.Model], name: str, label: str) -> ExportColumn:
    field = model._meta.get_field(name)
    if field.choices:
        return ChoiceColumn(name, label, field.choices)
    return next(
        column(name, label) for kind, column in COLUMN_TYPES.items() if isinstance(field, kind)
    )
