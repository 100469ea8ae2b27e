"""Base serializers of records, facts and citations.

A shape is the only home of what a record shows: the OpenAPI document describes its fields, and its
answers are read and told by what they say (`tracker.api.serializers.query_plans`).
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from operator import itemgetter

from rest_framework import serializers

from tracker.api.serializers.column_references import RowRef
from tracker.api.serializers.fields import (
    ApiAddress,
    PageUrlValue,
    PublicId,
    Reference,
    TextValue,
    field_for,
)
from tracker.api.serializers.query_plans import ALL, EVERYTHING, QueryPlan

RECORD = ("id", "url", "api_url")
FACT = ("standing", "standing_reason", "citations")


class PublicSerializer(serializers.Serializer):
    """The fields named in `Meta.fields`, in their order: declared here, or of `Meta.model`.

    A list leaves out those in `Meta.extra` unless asked to include them. Nested shapes come in
    `Meta.order`, else in that of their model. `Meta.computed` says how rows are annotated with
    columns that the model has not, once somebody reads them.
    """

    def get_fields(self):
        declared = super().get_fields()
        fields = {
            name: declared.get(name) or field_for(self.Meta.model, name)
            for name in self.Meta.fields
        }
        for name in self.extra():
            fields[name].required = False
        return fields

    @classmethod
    def extra(cls) -> tuple[str, ...]:
        return tuple(name for name in getattr(cls.Meta, "extra", ()) if name in cls.Meta.fields)

    def row_renderer(self, place: RowRef, names: tuple[str, ...] = ()) -> Callable:
        """What tells a row. Values that stand in it as they are come out all at once."""
        is_left_out = set() if ALL in place.included else set(self.extra()) - place.included
        names = names or [name for name in self.fields if name not in is_left_out]
        told = {name: bind_columns(self.fields[name], place) for name in names}
        made = [(name, tell) for name, tell in told.items() if callable(tell)]
        # Two at least, so that there is a row of them; what is made takes its place afterwards.
        read = itemgetter(*(0 if callable(tell) else tell for tell in told.values()), 0)

        def tell(row, found):
            values = dict(zip(names, read(row)))  # noqa: B905 (one more is read than named)
            for name, tell_one in made:
                values[name] = tell_one(row, found)
            return values

        return tell


def bind_columns(field: serializers.Field, place: RowRef):
    """Where in the row its value stands, or what tells it; for shapes within shapes too."""
    if isinstance(field, serializers.ListSerializer):
        inner, all_of = place.several(field.source, field.child)
        tell = field.child.row_renderer(inner)
        return lambda row, found: [tell(one, found) for one in all_of(row, found)]
    if isinstance(field, PublicSerializer):
        return field.row_renderer(place.under(field.source))
    return field.bind_columns(place)


@lru_cache(maxsize=200)
def plan_for(
    shape: type[PublicSerializer], included=EVERYTHING, names: tuple[str, ...] = ()
) -> QueryPlan:
    """How answers with these fields, or with all, are read; made once."""
    return QueryPlan(shape(), included, names)


@cache
def extras_of(shape: type[PublicSerializer]) -> tuple[str, ...]:
    """Whatever a list leaves out unless asked, at any depth."""
    return tuple(sorted(set(find_extras(shape()))))


def find_extras(shape: PublicSerializer) -> Iterable[str]:
    yield from shape.extra()
    for field in shape.fields.values():
        inner = getattr(field, "child", field)
        if isinstance(inner, PublicSerializer):
            yield from find_extras(inner)


class CitationSerializer(PublicSerializer):
    """Where a source says so."""

    source = Reference()
    section = TextValue(allow_null=True, help_text="Chapter, page title or heading.")
    locator = TextValue(help_text="Page, paragraph, or a few words to search the document for.")

    class Meta:
        fields = ("source", "section", "locator")


class FactSerializer(PublicSerializer):
    """A claim of one or more sources. Claims that differ stand side by side."""

    citations = CitationSerializer(many=True)


class RecordSerializer(PublicSerializer):
    """Something with a permanent id and addresses of its own."""

    id = PublicId()
    url = PageUrlValue(allow_null=True)
    api_url = ApiAddress()
    citations = CitationSerializer(many=True)
