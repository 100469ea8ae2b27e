"""Field types of the compiled serializers.

`bind_columns(row_ref)` runs once per kind of response. It requests the columns the value needs and
returns the value's index in the row, or a function from row to value.
"""

from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from django.db import models
from django.utils.text import capfirst
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.serializers.links import name_of_id, public_id
from tracker.partial_dates import PartialDateField
from tracker.tables.exports.columns import days_read, plain


class PlainValue:
    """What stands in the column as it is written."""

    def bind_columns(self, place):
        return place.column(self.source)


class BooleanValue(PlainValue, serializers.BooleanField):
    """True or false."""


class IntegerValue(PlainValue, serializers.IntegerField):
    """A whole number."""


class Day(PlainValue, serializers.DateField):
    """A day, known exactly."""


class NullIfEmptyValue:
    """Words; empty means not known, and is null."""

    def bind_columns(self, place):
        return place.column(self.source, empty_is_null=True)


class TextValue(NullIfEmptyValue, serializers.CharField):
    """Text."""


class ChoiceValue(NullIfEmptyValue, serializers.ChoiceField):
    """A value of a closed vocabulary."""


class ConvertedValue:
    """What is written in another way than it stands in the column; null stays null."""

    def bind_columns(self, place):
        at, write = place.column(self.source), self.written

        def told(row, _found):
            value = row[at]
            return None if value is None else write(value)

        return told


@extend_schema_field({"type": "number"})
class DecimalValue(ConvertedValue, serializers.Field):
    """An amount as a JSON number, without a fraction where there is none."""

    @staticmethod
    def written(text):
        return plain(Decimal(text))


class DateTimeValue(ConvertedValue, serializers.DateTimeField):
    """A moment in UTC, in which connections of ours speak."""

    @staticmethod
    def written(text):
        return f"{text[:19]}Z"


class PartialDateSerializer(serializers.Serializer):
    """The days on which something may have happened."""

    edtf = serializers.CharField(
        help_text="As written: `2020`, `2020-11`, `2020-11-05`, `2020-05/2020-06`; `~` for about."
    )
    earliest = serializers.DateField(help_text="The first possible day.")
    latest = serializers.DateField(help_text="The last possible day.")


@lru_cache(maxsize=20_000)
def days_written(text: str) -> dict:
    return days_read(text).as_json()


@extend_schema_field(PartialDateSerializer)
class PartialDateValue(ConvertedValue, serializers.Field):
    """A partial date."""

    written = staticmethod(days_written)


# --- Made of a record that has only what is needed --------------------------------------------


class ComputedValue:
    """Made of several columns: `written` is handed a record that has what `needs` names."""

    needs: tuple[str, ...] = ()

    def __init__(self, *args, needs=(), **options):
        self.needs = needs or self.needs
        super().__init__(*args, **options)

    def bind_columns(self, place):
        if self.source != "*" and self.source != self.field_name:
            place = place.under(self.source)
        made, write = place.record(self.needs), self.written

        def told(row, _found):
            record = made(row)
            return None if record is None else write(record)

        return told

    def written(self, record):
        """The property of the field's name."""
        return getattr(record, self.field_name)


class ComputedText(ComputedValue, serializers.CharField):
    """A property in words; empty means not known, and is null."""

    def written(self, record):
        return super().written(record) or None


class ComputedBoolean(ComputedValue, serializers.BooleanField):
    """A property that is true or false."""


# --- Where to find it -------------------------------------------------------------------------


class ReferenceSerializer(serializers.Serializer):
    """Another record."""

    id = serializers.CharField(help_text="Its id in this API.")
    label = serializers.CharField(help_text="Its name or title, as the public may know it.")
    url = serializers.URLField(allow_null=True, help_text="Its public page, if it has one.")


@extend_schema_field(ReferenceSerializer)
class Reference(serializers.Field):
    """Another record as id, label and address."""

    def bind_columns(self, place):
        return place.under(self.source).reference()


@extend_schema_field(ReferenceSerializer(many=True))
class References(serializers.Field):
    """Other records, in their order."""

    def bind_columns(self, place):
        other, all_of = place.several(self.source)
        told = other.reference()
        return lambda row, found: [told(one, found) for one in all_of(row, found)]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Spellings(serializers.Field):
    """Other names, as plain text."""

    def bind_columns(self, place):
        name, all_of = place.several(self.source)
        at = name.column("spelling")
        return lambda row, found: [one[at] for one in all_of(row, found)]


class SelfValue(serializers.Field):
    """Something about the record itself: most is known by its code."""

    help = ""

    def __init__(self, **options):
        super().__init__(source="*", **{"help_text": self.help} | options)


@extend_schema_field({"type": "string"})
class PublicId(SelfValue):
    """The id of the record itself."""

    help = "Its id: permanent."

    def bind_columns(self, place):
        return id_from(place)


def id_from(place):
    """The column of the id, or what tells it where it is none."""
    name = name_of_id(place.model)
    if name != "address":
        return place.column(name)
    made = place.record(place.model.label_fields)
    return lambda row, _found: public_id(made(row))


def public_id_getter(place):
    found_at = id_from(place)
    return found_at if callable(found_at) else lambda row, _found: row[found_at]


@extend_schema_field({"type": "string", "format": "uri"})
class PageUrlValue(SelfValue):
    """The public page of the record itself."""

    help = "Its public page, if it has one."

    def bind_columns(self, place):
        return place.page()


@extend_schema_field({"type": "string", "format": "uri"})
class ApiAddress(SelfValue):
    """The address of the record in this API. `name` is that of its resource."""

    help = "Its address in this API."

    def __init__(self, *, name: str = "", **options):
        self.name = name
        super().__init__(**options)

    def bind_columns(self, place):
        told, name = public_id_getter(place), self.name or place.model._meta.model_name
        return lambda row, found: f"{found.links.lists[name]}{told(row, found)}/"


@extend_schema_field({"type": "string", "format": "uri"})
class ListAddress(SelfValue):
    """The address of a list in this API, filtered by the record itself."""

    def __init__(self, name: str, *, parameter: str, **options):
        self.name, self.parameter = name, parameter
        super().__init__(**options)

    def bind_columns(self, place):
        told, name, parameter = public_id_getter(place), self.name, self.parameter

        def address(row, found):
            return f"{found.links.api(name)}?{parameter}={quote(told(row, found), safe='/')}"

        return address


# From top to bottom: the first that fits.
FIELDS = {
    PartialDateField: PartialDateValue,
    models.DecimalField: DecimalValue,
    models.DateTimeField: DateTimeValue,
    models.DateField: Day,
    models.BooleanField: BooleanValue,
    models.IntegerField: IntegerValue,
    models.CharField: TextValue,
    models.TextField: TextValue,
}


def field_for(model: type[models.Model], name: str) -> serializers.Field:
    """How a field of the model is written: a foreign key as a reference, a set as references."""
    field = model._meta.get_field(name)
    if field.one_to_many or field.many_to_many:
        return References()
    help_text = field.help_text or f"{capfirst(field.verbose_name)}."
    options = {"help_text": help_text, "allow_null": field.null or field.blank}
    if field.is_relation:
        return Reference(**options)
    if field.choices:
        return ChoiceValue([choice for choice in field.choices if choice[0] != ""], **options)
    if isinstance(field, models.BooleanField):
        options["allow_null"] = False  # Django lets forms leave out a box not ticked
    return next(kind for of, kind in FIELDS.items() if isinstance(field, of))(**options)
