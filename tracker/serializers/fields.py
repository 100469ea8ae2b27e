"""The kinds of value a record has, and how each is written."""

from datetime import UTC
from functools import cached_property
from urllib.parse import urlencode

from django.db import models
from django.utils.text import capfirst
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.partial_dates import PartialDateField
from tracker.serializers.links import public_id


class Text(serializers.CharField):
    """Text; empty means not known, and is null."""

    def to_representation(self, value):
        return value or None


class Choice(serializers.ChoiceField):
    """A value of a closed vocabulary; the empty one means not known, and is null."""

    def to_representation(self, value):
        return value or None


@extend_schema_field({"type": "number"})
class Number(serializers.Field):
    """An amount as a JSON number, without a fraction where there is none."""

    def to_representation(self, value):
        return int(value) if value == value.to_integral_value() else float(value)


class Moment(serializers.DateTimeField):
    """A moment in UTC."""

    def to_representation(self, value):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class PartialDateSerializer(serializers.Serializer):
    """The days on which something may have happened."""

    edtf = serializers.CharField(
        help_text="As written: `2020`, `2020-11`, `2020-11-05`, `2020-05/2020-06`; `~` for about."
    )
    earliest = serializers.DateField(help_text="The first possible day.")
    latest = serializers.DateField(help_text="The last possible day.")


@extend_schema_field(PartialDateSerializer)
class Days(serializers.Field):
    """A partial date."""

    def to_representation(self, value):
        return value.as_json()


class ReferenceSerializer(serializers.Serializer):
    """Another record."""

    id = serializers.CharField(help_text="Its id in this API.")
    label = serializers.CharField(help_text="Its name or title, as the public may know it.")
    url = serializers.URLField(allow_null=True, help_text="Its public page, if it has one.")


class Linking(serializers.Field):
    """A field that needs the addresses of the site."""

    @cached_property
    def links(self):
        return self.context["links"]


@extend_schema_field(ReferenceSerializer)
class Reference(Linking):
    """Another record as id, label and address."""

    def to_representation(self, record):
        return self.links.reference(record)


@extend_schema_field(ReferenceSerializer(many=True))
class References(Linking):
    """Other records, in their order."""

    def to_representation(self, manager):
        return [self.links.reference(record) for record in manager.all()]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Spellings(serializers.Field):
    """Other names, as plain text."""

    def to_representation(self, manager):
        return [name.spelling for name in manager.all()]


@extend_schema_field({"type": "string"})
class PublicId(serializers.Field):
    """The id of the record itself."""

    def __init__(self, **options):
        super().__init__(source="*", help_text="Its id: permanent.", **options)

    def to_representation(self, record):
        return public_id(record)


@extend_schema_field({"type": "string", "format": "uri"})
class Page(Linking):
    """The public page of the record itself."""

    def __init__(self, **options):
        super().__init__(source="*", help_text="Its public page, if it has one.", **options)

    def to_representation(self, record):
        return self.links.page(record)


@extend_schema_field({"type": "string", "format": "uri"})
class ApiAddress(Linking):
    """The address of the record in this API. `name` is that of its resource."""

    def __init__(self, *, name: str = "", **options):
        self.name = name
        super().__init__(source="*", help_text="Its address in this API.", **options)

    def to_representation(self, record):
        return self.links.api(self.name or record._meta.model_name, public_id(record))


@extend_schema_field({"type": "string", "format": "uri"})
class ListAddress(Linking):
    """The address of a list in this API, filtered by the record itself."""

    def __init__(self, name: str, *, parameter: str, **options):
        self.name, self.parameter = name, parameter
        super().__init__(source="*", **options)

    def to_representation(self, record):
        query = urlencode({self.parameter: public_id(record)}, safe="/")
        return f"{self.links.api(self.name)}?{query}"


# From top to bottom: the first that fits.
FIELDS = {
    PartialDateField: Days,
    models.DecimalField: Number,
    models.DateTimeField: Moment,
    models.BooleanField: serializers.BooleanField,
    models.IntegerField: serializers.IntegerField,
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
