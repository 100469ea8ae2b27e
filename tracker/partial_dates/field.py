"""Model field: one attribute stored as a date range and an "about" mark.

A daterange cannot express "about", so the field adds a boolean column.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import DatabaseDefault
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy
from psycopg2.extras import DateRange

from tracker.partial_dates.forms import PartialDateFormField
from tracker.partial_dates.value import (
    FIRST_YEAR,
    LAST_YEAR,
    ONE_DAY,
    PartialDate,
    PartialDateError,
)


class PartialDateAttribute(DeferredAttribute):
    """Descriptor of a partial date: reads the two columns as one value and sets both."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        columns, name, mark = instance.__dict__, self.field.name, self.field.mark_name
        if name not in columns or mark not in columns:
            instance.refresh_from_db(fields=[name, mark])
        value = columns[name]
        is_about = isinstance(value, PartialDate) and columns[mark] is True
        return replace(value, is_about=True) if is_about else value

    def __set__(self, instance, value):
        columns, name, mark = instance.__dict__, self.field.name, self.field.mark_name
        if hasattr(value, "resolve_expression"):
            columns[name] = value
            return
        # While Django builds the instance, it sets the mark separately, before or after this.
        is_being_built = instance._state.adding and name not in columns
        value = PartialDate.read(value)
        columns[name] = value and replace(value, is_about=False)
        if value and value.is_about:
            columns[mark] = True
        elif not is_being_built:
            columns[mark] = False


class AboutMarkAttribute(DeferredAttribute):
    """Descriptor of the about mark: its default does not overwrite what the date has set."""

    def __set__(self, instance, value):
        if isinstance(value, DatabaseDefault):
            instance.__dict__.setdefault(self.field.name, False)
        else:
            is_expression = hasattr(value, "resolve_expression")
            instance.__dict__[self.field.name] = value if is_expression else bool(value)


class AboutMarkField(models.BooleanField):
    """Whether a partial date is approximate. Added by `PartialDateField`; do not declare it."""

    descriptor_class = AboutMarkAttribute

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"db_default": False, "editable": False, **kwargs})

    def contribute_to_class(self, cls, name, private_only=False):
        # Migrations and history models declare the mark, and their date field adds it as well.
        if all(field.name != name for field in cls._meta.local_fields):
            super().contribute_to_class(cls, name, private_only)

    def pre_save(self, model_instance, add):
        # Overridden because update_or_create() saves the given fields and those with pre_save().
        return super().pre_save(model_instance, add)


class PartialDateField(models.Field):
    """A `PartialDate`, or NULL for unknown: a daterange, and a boolean column `<name>_is_about`.

    The attribute reads and sets both columns; it accepts what `PartialDate.read` accepts and
    raises `PartialDateError`. Where a statement names columns, name both: in `update()`,
    `values()`, `only()`, `bulk_update()` and `update_fields`.
    A date from `values()` is never "about"; comparisons in a query compare the days only.
    """

    description = gettext_lazy("Partial date")
    descriptor_class = PartialDateAttribute
    empty_strings_allowed = False

    @property
    def mark_name(self):
        """Name of the boolean column for "about"."""
        return f"{self.name}_is_about"

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        AboutMarkField().contribute_to_class(cls, self.mark_name, private_only)

    def db_type(self, connection):
        return "daterange"

    def db_check(self, connection):
        column = connection.ops.quote_name(self.column)
        bounds = f"daterange('{FIRST_YEAR}-01-01', '{LAST_YEAR}-12-31', '[]')"
        return f"{column} <@ {bounds} AND NOT isempty({column})"

    def from_db_value(self, value, expression, connection):
        return PartialDate.read(value)

    def to_python(self, value):
        try:
            return PartialDate.read(value)
        except PartialDateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value):
        value = PartialDate.read(super().get_prep_value(value))
        return value and DateRange(value.earliest, value.latest + ONE_DAY, "[)")

    def value_to_string(self, obj):
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})
