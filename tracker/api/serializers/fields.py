"""Field types of the compiled serializers.

`told_from(place)` is asked once per kind of answer. It says which columns the value needs, and is
answered with where in the row it stands as it is, or with what tells it of a row.
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


class AsItIs:
    """What stands in the column as it is written."""

    def told_from(self, place):
        return place.column(self.source)


class YesNo(AsItIs, serializers.BooleanField):
    """True or false."""


class Whole(AsItIs, serializers.IntegerField):
    """A whole number."""


class Day(AsItIs, serializers.DateField):
    """A day, known exactly."""


class NotEmpty:
    """Words; empty means not known, and is null."""

    def told_from(self, place):
        return place.column(self.source, empty_is_null=True)


class Text(NotEmpty, serializers.CharField):
    """Text."""


class Choice(NotEmpty, serializers.ChoiceField):
    """A value of a closed vocabulary."""


class Converted:
    """What is written in another way than it stands in the column; null stays null."""

    def told_from(self, place):
        at, write = place.column(self.source), self.written

        def told(row, _found):
            value = row[at]
            return None if value is None else write(value)

        return told


@extend_schema_field({"type": "number"})
class Number(Converted, serializers.Field):
    """An amount as a JSON number, without a fraction where there is none."""

    @staticmethod
    def written(text):
        return plain(Decimal(text))


class Moment(Converted, serializers.DateTimeField):
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
class Days(Converted, serializers.Field):
    """A partial date."""

    written = staticmethod(days_written)


# --- Made of a record that has only what is needed --------------------------------------------


class Made:
    """Made of several columns: `written` is handed a record that has what `needs` names."""

    needs: tuple[str, ...] = ()

    def __init__(self, *args, needs=(), **options):
        self.needs = needs or self.needs
        super().__init__(*args, **options)

    def told_from(self, place):
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


class TextMade(Made, serializers.CharField):
    """A property in words; empty means not known, and is null."""

    def written(self, record):
        return super().written(record) or None


class YesNoMade(Made, serializers.BooleanField):
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

    def told_from(self, place):
        return place.under(self.source).reference()


@extend_schema_field(ReferenceSerializer(many=True))
class References(serializers.Field):
    """Other records, in their order."""

    def told_from(self, place):
        other, all_of = place.several(self.source)
        told = other.reference()
        return lambda row, found: [told(one, found) for one in all_of(row, found)]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Spellings(serializers.Field):
    """Other names, as plain text."""

    def told_from(self, place):
        name, all_of = place.several(self.source)
        at = name.column("spelling")
        return lambda row, found: [one[at] for one in all_of(row, found)]


class OfItself(serializers.Field):
    """Something about the record itself: most is known by its code."""

    help = ""

    def __init__(self, **options):
        super().__init__(source="*", **{"help_text": self.help} | options)


@extend_schema_field({"type": "string"})
class PublicId(OfItself):
    """The id of the record itself."""

    help = "Its id: permanent."

    def told_from(self, place):
        return id_from(place)


def id_from(place):
    """The column of the id, or what tells it where it is none."""
    name = name_of_id(place.model)
    if name != "address":
        return place.column(name)
    made = place.record(place.model.told_by)
    return lambda row, _found: public_id(made(row))


def telling_id(place):
    found_at = id_from(place)
    return found_at if callable(found_at) else lambda row, _found: row[found_at]


@extend_schema_field({"type": "string", "format": "uri"})
class Page(OfItself):
    """The public page of the record itself."""

    help = "Its public page, if it has one."

    def told_from(self, place):
        return place.page()


@extend_schema_field({"type": "string", "format": "uri"})
class ApiAddress(OfItself):
    """The address of the record in this API. `name` is that of its resource."""

    help = "Its address in this API."

    def __init__(self, *, name: str = "", **options):
        self.name = name
        super().__init__(**options)

    def told_from(self, place):
        told, name = telling_id(place), self.name or place.model._meta.model_name
        return lambda row, found: f"{found.links.lists[name]}{told(row, found)}/"


@extend_schema_field({"type": "string", "format": "uri"})
class ListAddress(OfItself):
    """The address of a list in this API, filtered by the record itself."""

    def __init__(self, name: str, *, parameter: str, **options):
        self.name, self.parameter = name, parameter
        super().__init__(**options)

    def told_from(self, place):
        told, name, parameter = telling_id(place), self.name, self.parameter

        def address(row, found):
            return f"{found.links.api(name)}?{parameter}={quote(told(row, found), safe='/')}"

        return address


# From top to bottom: the first that fits.
FIELDS = {
    PartialDateField: Days,
    models.DecimalField: Number,
    models.DateTimeField: Moment,
    models.DateField: Day,
    models.BooleanField: YesNo,
    models.IntegerField: Whole,
    models.CharField: Text,
    models.TextField: Text,
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
        return Choice([choice for choice in field.choices if choice[0] != ""], **options)
    if isinstance(field, models.BooleanField):
        options["allow_null"] = False  # Django lets forms leave out a box not ticked
    return next(kind for of, kind in FIELDS.items() if isinstance(field, of))(**options)
