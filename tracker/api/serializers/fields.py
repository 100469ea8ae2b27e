"""Fields of the compiled serializers.

A stock field of Django REST framework writes the value of its `source` column with its own
`to_representation`. A `ComputedValue` is given a model instance with the columns it `needs`. A
`PlannedField` requests its columns itself, and reads related rows.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.text import capfirst
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.serializers.column_references import TEXT, unwrapped_field
from tracker.api.serializers.links import name_of_id, public_id
from tracker.partial_dates import PartialDateField
from tracker.tables.exports.columns import parse_partial_date_text, plain_number


class PlannedField:
    """Mixin for a field that requests its columns itself, once per query plan."""

    def bind_columns(self, row_ref):
        """The index of the value in the row, or a function (row, fetched rows) -> value."""
        raise NotImplementedError

    def to_representation(self, value):
        raise ImproperlyConfigured(f"{type(self).__name__} is rendered by `plan_for` alone.")


# --- Values of one column -----------------------------------------------------------------------


class ConvertedValue(PlannedField):
    """Mixin for a field that `convert`s the JSON text of its column: no model value is made."""

    def bind_columns(self, row_ref):
        path, _dot, name = self.source.rpartition(".")
        index, convert = row_ref.under(path).column(name), self.convert

        def render(row, _fetched):
            text = row[index]
            return None if text is None else convert(text)

        return render


@extend_schema_field({"type": "number"})
class DecimalValue(ConvertedValue, serializers.Field):
    """An amount as a JSON number, without a fraction where there is none."""

    @staticmethod
    def convert(text):
        return plain_number(Decimal(text))


class DateTimeValue(ConvertedValue, serializers.DateTimeField):
    """A moment in UTC, the time zone of our connections, to the second."""

    @staticmethod
    def convert(text):
        return f"{text[:19]}Z"


class PartialDateSerializer(serializers.Serializer):
    """The range of possible dates."""

    edtf = serializers.CharField(
        help_text="The date as entered: `2020`, `2020-11`, `2020-11-05` or `2020-05/2020-06`; "
        "`~` means approximate."
    )
    earliest = serializers.DateField(help_text="Earliest possible date.")
    latest = serializers.DateField(help_text="Latest possible date.")


@extend_schema_field(PartialDateSerializer)
class PartialDateValue(ConvertedValue, serializers.Field):
    """A partial date."""

    @staticmethod
    @lru_cache(maxsize=20_000)
    def convert(text):
        return parse_partial_date_text(text).as_json()


# The first that fits.
SERIALIZER_FIELDS = {
    PartialDateField: PartialDateValue,
    models.DecimalField: DecimalValue,
    models.DateTimeField: DateTimeValue,
    models.DateField: serializers.DateField,
    models.BooleanField: serializers.BooleanField,
    models.IntegerField: serializers.IntegerField,
    TEXT: serializers.CharField,
    models.Field: serializers.ReadOnlyField,
}
# Where `source` is a column of these kinds, what the field would write is what the row holds.
COPIED_COLUMNS = {
    serializers.BooleanField.to_representation: models.BooleanField,
    serializers.IntegerField.to_representation: models.IntegerField,
    serializers.CharField.to_representation: TEXT,
    serializers.ChoiceField.to_representation: TEXT,
}


def field_for(model: type[models.Model], name: str) -> serializers.Field:
    """The field that writes a field of the model: references for relations."""
    field = model._meta.get_field(name)
    if field.one_to_many or field.many_to_many:
        return References()
    help_text = field.help_text or f"{capfirst(field.verbose_name)}."
    options = {"help_text": help_text, "allow_null": field.null or field.blank}
    if field.is_relation:
        return Reference(**options)
    if field.choices:
        choices = [choice for choice in field.choices if choice[0] != ""]
        return serializers.ChoiceField(choices, **options)
    if isinstance(field, models.BooleanField):
        options["allow_null"] = False  # Django sets `blank`: forms omit a box that is not ticked
    return next(kind for of, kind in SERIALIZER_FIELDS.items() if isinstance(field, of))(**options)


def bind_source(field: serializers.Field, row_ref) -> int | Callable:
    """Binds any other field: a ComputedValue, or a stock field to the column named by `source`."""
    if isinstance(field, ComputedValue):
        path = "" if field.source == field.field_name else field.source
        read = row_ref.under(path).record(field.needs)
    else:
        path, _dot, name = field.source.rpartition(".")
        row_ref = row_ref.under(path)
        kind = unwrapped_field(row_ref.field(name))
        if isinstance(kind, COPIED_COLUMNS.get(type(field).to_representation, ())):
            return row_ref.column(name, empty_is_null=isinstance(kind, TEXT))
        index, convert = row_ref.value(name)
        read = (lambda row: convert(row[index])) if convert else itemgetter(index)
    write = field.to_representation

    def render(row, _fetched):
        value = read(row)
        return None if value in (None, "") else write(value)

    return render


# --- Values of several columns ------------------------------------------------------------------


class ComputedValue:
    """Mixin for a field that is given a model instance with the fields named in `needs`.

    `source` is the foreign key of the instance, or "*" for the record itself.
    """

    needs: tuple[str, ...] = ()

    def __init__(self, *args, needs=(), **options):
        self.needs = needs or self.needs
        super().__init__(*args, **options)

    def to_representation(self, record):
        """The property of the field's name."""
        return getattr(record, self.field_name)


class ComputedText(ComputedValue, serializers.CharField):
    """A text property; null if empty."""

    def to_representation(self, record):
        return super().to_representation(record) or None


class ComputedBoolean(ComputedValue, serializers.BooleanField):
    """A boolean property."""


# --- Other records ------------------------------------------------------------------------------


class ReferenceSerializer(serializers.Serializer):
    """Another record."""

    id = serializers.CharField(help_text="Its id in this API.")
    label = serializers.CharField(help_text="Its public name or title.")
    url = serializers.URLField(allow_null=True, help_text="Its public page, if it has one.")


@extend_schema_field(ReferenceSerializer)
class Reference(PlannedField, serializers.Field):
    """Another record as id, label and URL of its page."""

    def bind_columns(self, row_ref):
        return row_ref.under(self.source).reference()


@extend_schema_field(ReferenceSerializer(many=True))
class References(PlannedField, serializers.Field):
    """Other records, in their order."""

    def bind_columns(self, row_ref):
        other, rows_of = row_ref.several(self.source)
        render = other.reference()
        return lambda row, fetched: [render(one, fetched) for one in rows_of(row, fetched)]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class SpellingsValue(PlannedField, serializers.Field):
    """Other names, as plain text."""

    def bind_columns(self, row_ref):
        name, rows_of = row_ref.several(self.source)
        index = name.column("spelling")
        return lambda row, fetched: [one[index] for one in rows_of(row, fetched)]


# --- The record itself --------------------------------------------------------------------------


@extend_schema_field({"type": "string", "format": "uri"})
class SelfValue(PlannedField, serializers.Field):
    """A value that identifies or locates the record itself: a URL, unless a subclass differs."""

    help = ""

    def __init__(self, **options):
        super().__init__(source="*", **{"help_text": self.help} | options)


@extend_schema_field({"type": "string"})
class PublicId(SelfValue):
    """The id of the record itself."""

    help = "Its id: permanent."

    def bind_columns(self, row_ref):
        name = name_of_id(row_ref.model)
        if name != "address":
            return row_ref.column(name)
        record = row_ref.record(row_ref.model.label_fields)
        return lambda row, _fetched: public_id(record(row))


def bind_public_id(row_ref) -> Callable:
    bound = PublicId().bind_columns(row_ref)
    return bound if callable(bound) else lambda row, _fetched: row[bound]


class PageUrlValue(SelfValue):
    """The public page of the record itself."""

    help = "Its public page, if it has one."

    def bind_columns(self, row_ref):
        return row_ref.page()


class ApiUrlValue(SelfValue):
    """The URL of the record in this API. `name` is that of its resource."""

    help = "Its address in this API."

    def __init__(self, *, name: str = "", **options):
        self.name = name
        super().__init__(**options)

    def bind_columns(self, row_ref):
        key, name = bind_public_id(row_ref), self.name or row_ref.model._meta.model_name
        return lambda row, fetched: fetched.links.api(name, key(row, fetched))


class ListUrlValue(SelfValue):
    """The URL of a list in this API, filtered by the record itself."""

    def __init__(self, name: str, *, parameter: str, **options):
        self.name, self.parameter = name, parameter
        super().__init__(**options)

    def bind_columns(self, row_ref):
        key, name, parameter = bind_public_id(row_ref), self.name, self.parameter

        def render(row, fetched):
            return f"{fetched.links.api(name)}?{parameter}={quote(key(row, fetched), safe='/')}"

        return render
