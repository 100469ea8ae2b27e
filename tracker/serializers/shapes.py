"""What serializers are made from: shapes over a model, facts, records, citations."""

from collections.abc import Callable
from functools import cached_property
from operator import attrgetter

from django.db.models import Prefetch
from rest_framework import serializers

from tracker.serializers.fields import (
    ApiAddress,
    Page,
    PublicId,
    Reference,
    Text,
    field_for,
)

RECORD = ("id", "url", "api_url")
FACT = ("standing", "standing_reason", "citations")


class Shape(serializers.Serializer):
    """The fields named in `Meta.fields`, in their order: declared here, or of `Meta.model`.

    Lists are long and records nested, so what writes each field is found once per answer, and
    not anew for each row as the framework would.
    """

    def get_fields(self):
        declared = super().get_fields()
        return {
            name: declared.get(name) or field_for(self.Meta.model, name)
            for name in self.Meta.fields
        }

    def to_representation(self, record):
        return {name: value(record) for name, value in self.values_by_name}

    @cached_property
    def values_by_name(self) -> list[tuple[str, Callable]]:
        return [(name, value_of(field)) for name, field in self.fields.items()]


def value_of(field: serializers.Field) -> Callable:
    """Writes the field's value of a record; None stays null."""
    write = field.to_representation
    if field.source == "*":
        return write
    read = attrgetter(field.source)

    def value(record):
        found = read(record)
        return None if found is None else write(found)

    return value


class CitationSerializer(Shape):
    """Where a source says so."""

    source = Reference()
    section = Text(allow_null=True, help_text="Chapter, page title or heading.")
    locator = Text(help_text="Page, paragraph, or a few words to search the document for.")

    class Meta:
        fields = ("source", "section", "locator")


class FactShape(Shape):
    """A claim of one or more sources. Claims that differ stand side by side."""

    citations = CitationSerializer(many=True)


class RecordShape(Shape):
    """Something with a permanent id and addresses of its own."""

    id = PublicId()
    url = Page(allow_null=True)
    api_url = ApiAddress()
    citations = CitationSerializer(many=True)


def cited(model, path: str = "citations") -> Prefetch:
    """The citations of a kind of fact with their sources, in one query."""
    citations = model._meta.get_field("citations").related_model
    return Prefetch(path, citations.objects.select_related("source"))
