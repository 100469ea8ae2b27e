"""Column references that serializer fields request while a query plan is built."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partialmethod

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Expression, F, Model, OrderBy, TextField, Value
from django.db.models.base import ModelState
from django.db.models.functions import Cast, NullIf

from tracker.api.serializers.table_queries import TableQuery
from tracker.partial_dates import PartialDate, PartialDateField
from tracker.tables.exports.columns import parse_partial_date_text, partial_date_as_text

TEXT = (models.CharField, models.TextField)
# Columns whose JSON value is the value a model instance has.
UNCONVERTED = (*TEXT, models.IntegerField, models.BooleanField, models.ForeignKey)


@dataclass(frozen=True)
class RowRef:
    """A row of a table, or one that it references through a path of foreign keys."""

    table: TableQuery
    model: type[Model]
    included: frozenset[str]  # names of the `Meta.extra` fields to render
    path: str = ""

    @property
    def root(self) -> "RowRef":
        """The row of the record that is rendered."""
        table = self.table.tables[0]
        return RowRef(table, table.rows.model, self.included)

    def under(self, path: str) -> "RowRef":
        """The row that a dotted path of foreign keys points to; this row for "" and "*"."""
        row_ref = self
        for key in filter(None, path.removeprefix("*").split(".")):
            field = row_ref.model._meta.get_field(key)
            if not (field.many_to_one or field.one_to_one):
                raise FieldDoesNotExist(f"{field} is not a foreign key")
            row_ref = RowRef(
                self.table, field.related_model, self.included, f"{row_ref.path}{key}__"
            )
        return row_ref

    def column(self, name: str, empty_is_null: bool = False) -> int:
        """The index of the column in the row: as JSON, dates and amounts as text."""
        field, path = self.field(name), self.path + name
        if is_reference(field, name):
            raise FieldDoesNotExist(f"{field} is a relation")
        expression = expression_for(field, path)
        if empty_is_null:
            expression = NullIf(expression, Value(""), output_field=TextField())
        return self.table.column((path, empty_is_null), expression)

    def field(self, name: str):
        """The model field, or the expression of an annotation."""
        table = self.table
        if not self.path and name in table.computed:
            if name not in table.rows.query.annotations:
                table.rows = table.computed[name](table.rows)
            return table.rows.query.annotations[name]
        return self.model._meta.get_field("id" if name == "pk" else name)

    def value(self, name: str) -> tuple[int, Callable | None]:
        """The index of the column, and what converts its JSON value to that of a model instance."""
        index, kind = self.column(name), unwrapped_field(self.field(name))
        if isinstance(kind, UNCONVERTED):
            return index, None
        return index, read_days if isinstance(kind, PartialDateField) else kind.to_python

    # --- One row ------------------------------------------------------------------------------

    def record(self, needs: Iterable[str]) -> Callable[[list], Model | None]:
        """A function from the row to a model instance with the needed fields and no others.

        None where the first of them is null. A foreign key among the needs brings the
        `label_fields` of the related record, or the field named after a dot.
        """
        values_of, needs_of = {}, defaultdict(list)
        for need in needs:
            name, _dot, related_need = need.partition(".")
            if related_need or is_reference(self.field(name), name):
                needs_of[name].append(related_need)
            else:
                values_of[name] = self.value(name)
        if not values_of:
            raise FieldDoesNotExist("`needs` must name a column of the record itself")
        related = {
            name: other.record(other.model.label_fields if names == [""] else names)
            for name, names in needs_of.items()
            for other in [self.under(name)]
        }
        # The text of a partial date says itself whether it is approximate.
        dates = [name for name in values_of if isinstance(self.field(name), PartialDateField)]
        marks = {f"{name}_is_about": False for name in dates}
        columns = [(name, *value) for name, value in values_of.items()]
        model, first = self.model, columns[0][1]

        def make_record(row):
            if row[first] is None:
                return None
            record = model.__new__(model)
            values = record.__dict__
            values.update(marks, _state=ModelState())
            for name, index, convert in columns:
                values[name] = convert(row[index]) if convert else row[index]
            for name, make_related in related.items():
                record._state.fields_cache[name] = make_related(row)
            return record

        return make_record

    def link(self, kind: str) -> Callable:
        """Renders the row by the method of Links that is named, once per response."""
        key, model = self.column("pk"), self.model
        make_record = self.record(model.label_fields)

        def render(row, fetched):
            rendered, pk = fetched.rendered[model, kind], row[key]
            if pk not in rendered:
                record = None if pk is None else make_record(row)
                rendered[pk] = None if record is None else getattr(fetched.links, kind)(record)
            return rendered[pk]

        return render

    reference, page = partialmethod(link, "reference"), partialmethod(link, "page")

    # --- Several rows -------------------------------------------------------------------------

    def several(self, source: str, meta=None) -> tuple["RowRef", Callable]:
        """A row of a to-many relation, and a function (row, fetched) -> all its rows.

        They are ordered and annotated as the `Meta` of a serializer says.
        """
        path, _dot, relation = source.rpartition(".")
        owner = self.under(path)
        key = owner.path + relation, meta
        if key not in self.table.inner:
            self.table.inner[key] = owner.related_rows(relation, meta)
        return self.table.inner[key]

    def related_rows(self, relation: str, meta) -> tuple["RowRef", Callable]:
        field, key = self.model._meta.get_field(relation), self.column("pk")
        if field.one_to_many:
            link, path, rows_of = field.field.name, "", field.related_model
        elif field.many_to_many:
            forward = field if field.concrete else field.field
            names = forward.m2m_field_name(), forward.m2m_reverse_field_name()
            link, other = names if field.concrete else reversed(names)
            path, rows_of = f"{other}__", forward.remote_field.through
        else:
            raise FieldDoesNotExist(f"{field} is not a to-many relation")
        model = field.related_model
        rows = rows_of._default_manager.order_by(*ordering(model, meta, link, path), "pk")
        computed = getattr(meta, "computed", {})
        table = TableQuery(self.table.tables, rows, f"{link}_id", computed, self.table, key)
        number = table.number

        def rows_of_owner(row, fetched):
            return fetched.rows[number].get(row[key], ())

        return RowRef(table, model, self.included, path), rows_of_owner


def ordering(model: type[Model], meta, link: str, path: str) -> Iterable:
    """The order of the rows of one owner: that of the serializer, else that of the model."""
    for name in getattr(meta, "order", model._meta.ordering):
        if not path and name != link:
            yield name
        elif isinstance(name, OrderBy):
            copy = name.copy()
            copy.set_source_expressions([F(path + name.expression.name)])
            yield copy
        elif name != link:
            minus = "-" if name.startswith("-") else ""
            yield f"{minus}{path}{name.removeprefix('-')}"


# --- Column types -------------------------------------------------------------------------------


def unwrapped_field(field) -> models.Field:
    """The model field that says the type of a model field or an annotation."""
    return getattr(field, "output_field", field)


def expression_for(field, path: str) -> Expression:
    if isinstance(field, PartialDateField):
        return partial_date_as_text(path)
    is_cast = isinstance(unwrapped_field(field), models.DecimalField | PartialDateField)
    return Cast(F(path), TextField()) if is_cast else F(path)


def is_reference(field, name: str) -> bool:
    """Whether the name is that of a relation, not of a foreign key's own column."""
    is_column = isinstance(field, models.ForeignKey) and name == field.attname
    return getattr(field, "is_relation", False) and not is_column


def read_days(text: str | None) -> PartialDate | None:
    return text and parse_partial_date_text(text)
