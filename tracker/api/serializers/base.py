"""Base serializers of records, facts and citations.

A serializer is the only place that says what a record shows: the OpenAPI document, the lists and
the single records all follow from its fields. They are Django REST framework serializers without
its instance-by-instance rendering: `plan_for` compiles a serializer into a `QueryPlan`.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from operator import itemgetter

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from rest_framework import serializers

from tracker.api.serializers.column_references import RowRef
from tracker.api.serializers.fields import (
    ApiUrlValue,
    PageUrlValue,
    PlannedField,
    PublicId,
    Reference,
    bind_source,
    field_for,
)
from tracker.api.serializers.query_plans import ALL, EVERYTHING, QueryPlan

RECORD_FIELDS = ("id", "url", "api_url")
FACT_FIELDS = ("standing", "standing_reason", "citations")


class PublicSerializer(PlannedField, serializers.Serializer):
    """The fields named in `Meta.fields`, in that order: declared, or derived from `Meta.model`.

    `Meta.extra`: fields that a list omits unless `include` names them, else only the citations.
    `Meta.order`: ordering of the rows when nested, instead of that of the model. `Meta.computed`:
    by column name, a function that annotates the queryset with a column the model does not have;
    called if a field needs it.
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
        names = getattr(cls.Meta, "extra", ("citations",))
        return tuple(name for name in names if name in cls.Meta.fields)

    def bind_columns(self, row_ref):
        return self.row_renderer(row_ref.under(self.source))

    def row_renderer(self, row_ref: RowRef, names: tuple[str, ...] = ()) -> Callable:
        """A function from row to dict. Unconverted columns are copied in one itemgetter call."""
        refuse_override(self)
        omitted = set() if ALL in row_ref.included else set(self.extra()) - row_ref.included
        names = names or [name for name in self.fields if name not in omitted]
        bound = {name: bind_field(self.fields[name], row_ref) for name in names}
        renderers = [(name, value) for name, value in bound.items() if callable(value)]
        # With a second index itemgetter always returns a tuple. Rendered values overwrite theirs.
        copy = itemgetter(*(0 if callable(value) else value for value in bound.values()), 0)

        def render(row, fetched):
            values = dict(zip(names, copy(row)))  # noqa: B905 (the tuple is one longer)
            for name, render_value in renderers:
                values[name] = render_value(row, fetched)
            return values

        return render


def bind_field(field: serializers.Field, row_ref: RowRef) -> int | Callable:
    """The index of the field's value in the row, or a function (row, fetched rows) -> value.

    Raises ImproperlyConfigured for a field whose value no query plan can read.
    """
    try:
        if type(field) is serializers.ListSerializer and isinstance(field.child, PublicSerializer):
            return bind_list(field, row_ref)
        if isinstance(field, PlannedField):
            refuse_override(field)
            return field.bind_columns(row_ref)
        return bind_source(field, row_ref)
    except FieldDoesNotExist as error:
        raise ImproperlyConfigured(
            f"{type(field.parent).__name__}.{field.field_name} ({type(field).__name__}): {error}. "
            "Set `source` to a column of the row or of a foreign key's row. For a value made of "
            "several columns write a ComputedValue that names them in `needs`; for another record "
            "a Reference or a PublicSerializer."
        ) from error


def bind_list(field: serializers.ListSerializer, row_ref: RowRef) -> Callable:
    child, rows_of = row_ref.several(field.source, field.child.Meta)
    render = field.child.row_renderer(child)
    return lambda row, fetched: [render(one, fetched) for one in rows_of(row, fetched)]


def refuse_override(field: PlannedField) -> None:
    if type(field).to_representation is not PlannedField.to_representation:
        raise ImproperlyConfigured(
            f"{type(field).__name__}.to_representation() is never called: a query plan renders it. "
            "Declare a ComputedValue for what differs, or override bind_columns()."
        )


@lru_cache(maxsize=200)
def plan_for(
    serializer: type[PublicSerializer], included=EVERYTHING, names: tuple[str, ...] = ()
) -> QueryPlan:
    """The plan of responses with these fields, or with all; compiled once per process."""
    return QueryPlan(serializer(), included, names)


@cache
def extras_of(serializer: type[PublicSerializer]) -> tuple[str, ...]:
    """The names of all fields, nested ones too, that a list omits unless asked to include them."""
    names = set(serializer.extra())
    for field in serializer().fields.values():
        nested = type(getattr(field, "child", field))
        if issubclass(nested, PublicSerializer):
            names.update(extras_of(nested))
    return tuple(sorted(names))


class CitationSerializer(PublicSerializer):
    """Where in the source."""

    source = Reference()
    section = serializers.CharField(allow_null=True, help_text="Chapter, page title or heading.")
    locator = serializers.CharField(
        help_text="Page, paragraph, or a few words to search the document for."
    )

    class Meta:
        fields = ("source", "section", "locator")


class FactSerializer(PublicSerializer):
    """A claim of one or more sources. Claims that differ stand side by side."""

    citations = CitationSerializer(many=True)


class RecordSerializer(PublicSerializer):
    """Something with a permanent id and addresses of its own."""

    id = PublicId()
    url = PageUrlValue(allow_null=True)
    api_url = ApiUrlValue()
    citations = CitationSerializer(many=True)
