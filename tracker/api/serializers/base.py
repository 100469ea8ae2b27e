"""Base serializers of records, facts and citations.

A shape is the only home of what a record shows: the OpenAPI document describes its fields, and its
answers are read and told by what they say (`tracker.api.serializers.query_plans`).
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from operator import itemgetter

from rest_framework import serializers

from tracker.api.serializers.column_references import Place
from tracker.api.serializers.fields import ApiAddress, Page, PublicId, Reference, Text, field_for
from tracker.api.serializers.query_plans import ALL, EVERYTHING, Plan

RECORD = ("id", "url", "api_url")
FACT = ("standing", "standing_reason", "citations")


class Shape(serializers.Serializer):
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

    def telling(self, place: Place, names: tuple[str, ...] = ()) -> Callable:
        """What tells a row. Values that stand in it as they are come out all at once."""
        is_left_out = set() if ALL in place.included else set(self.extra()) - place.included
        names = names or [name for name in self.fields if name not in is_left_out]
        told = {name: told_from(self.fields[name], place) for name in names}
        made = [(name, tell) for name, tell in told.items() if callable(tell)]
        # Two at least, so that there is a row of them; what is made takes its place afterwards.
        read = itemgetter(*(0 if callable(tell) else tell for tell in told.values()), 0)

        def tell(row, found):
            values = dict(zip(names, read(row)))  # noqa: B905 (one more is read than named)
            for name, tell_one in made:
                values[name] = tell_one(row, found)
            return values

        return tell


def told_from(field: serializers.Field, place: Place):
    """Where in the row its value stands, or what tells it; for shapes within shapes too."""
    if isinstance(field, serializers.ListSerializer):
        inner, all_of = place.several(field.source, field.child)
        tell = field.child.telling(inner)
        return lambda row, found: [tell(one, found) for one in all_of(row, found)]
    if isinstance(field, Shape):
        return field.telling(place.under(field.source))
    return field.told_from(place)


@lru_cache(maxsize=200)
def plan_for(shape: type[Shape], included=EVERYTHING, names: tuple[str, ...] = ()) -> Plan:
    """How answers with these fields, or with all, are read; made once."""
    return Plan(shape(), included, names)


@cache
def extras_of(shape: type[Shape]) -> tuple[str, ...]:
    """Whatever a list leaves out unless asked, at any depth."""
    return tuple(sorted(set(find_extras(shape()))))


def find_extras(shape: Shape) -> Iterable[str]:
    yield from shape.extra()
    for field in shape.fields.values():
        inner = getattr(field, "child", field)
        if isinstance(inner, Shape):
            yield from find_extras(inner)


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
