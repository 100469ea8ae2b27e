"""Column references that serializer fields request while a query plan is built."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import (
    DecimalField,
    Expression,
    F,
    Model,
    OrderBy,
    TextField,
    Value,
)
from django.db.models.base import ModelState
from django.db.models.functions import Cast, NullIf

from tracker.api.serializers.table_queries import TableQuery
from tracker.partial_dates import PartialDate, PartialDateField
from tracker.tables.exports.columns import days_as_text, days_read


@dataclass(frozen=True)
class RowRef:
    """A row of a table, or one that it refers to by the foreign keys of a path."""

    table: TableQuery
    model: type[Model]
    included: frozenset[str]  # of what lists leave out unless asked
    path: str = ""

    @property
    def root(self) -> "RowRef":
        """The record that is being told."""
        table = self.table.tables[0]
        return RowRef(table, table.rows.model, self.included)

    def under(self, name: str) -> "RowRef":
        """The row that a foreign key points to; several keys with dots between, or none."""
        place = self
        for key in filter(None, name.split(".")):
            other = place.model._meta.get_field(key).related_model
            place = RowRef(self.table, other, self.included, f"{place.path}{key}__")
        return place

    def column(self, name: str, empty_is_null: bool = False) -> int:
        """Where the column stands in the row: as JSON, dates and amounts as text."""
        before, _dot, last = name.rpartition(".")
        if before:
            return self.under(before).column(last, empty_is_null)
        path = self.path + name
        expression = expression_for(self.field(name), path)
        if empty_is_null:
            expression = NullIf(expression, Value(""), output_field=TextField())
        return self.table.column((path, empty_is_null), expression)

    def field(self, name: str):
        """The model's field, or that of an annotation."""
        table = self.table
        if not self.path and name in table.computed:
            if name not in table.rows.query.annotations:
                table.rows = table.computed[name](table.rows)
            return table.rows.query.annotations[name]
        return self.model._meta.get_field("id" if name == "pk" else name)

    # --- One row ------------------------------------------------------------------------------

    def record(self, needs: Iterable[str]) -> Callable[[list], Model | None]:
        """Makes a record that has what is needed and nothing else; the first is never null.

        A foreign key among the needs brings the related record's `label_fields`, or what is named
        after a dot.
        """
        own, of_others = [], {}
        for need in needs:
            name, _dot, further = need.partition(".")
            if further or is_reference(self.field(name), name):
                of_others.setdefault(name, []).append(further)
            else:
                own.append(name)
        kept = [(name, self.column(name), reader_of(self.field(name))) for name in own]
        others = [
            (name, place.record(place.model.label_fields if wanted == [""] else wanted))
            for name, wanted in of_others.items()
            for place in [self.under(name)]
        ]
        marks = {f"{name}_is_about": False for name, _place, read in kept if read is read_days}
        model, first = self.model, kept[0][1]

        def made(row):
            if row[first] is None:
                return None
            record = model.__new__(model)
            values = record.__dict__
            values.update(marks, _state=ModelState())
            for name, place, read in kept:
                values[name] = read(row[place]) if read else row[place]
            for name, other in others:
                record._state.fields_cache[name] = other(row)
            return record

        return made

    def reference(self) -> Callable:
        """Tells the row as id, label and address; the same one once per answer."""
        return self.once(lambda links, record: links.reference(record), "reference")

    def page(self) -> Callable:
        """Tells the address of its page."""
        return self.once(lambda links, record: links.page(record), "page")

    def once(self, tell: Callable, kind: str) -> Callable:
        key, made, model = self.column("pk"), self.record(self.model.label_fields), self.model

        def told(row, found):
            known = found.known[model, kind]
            pk = row[key]
            if pk not in known:
                record = None if pk is None else made(row)
                known[pk] = None if record is None else tell(found.links, record)
            return known[pk]

        return told

    # --- Several rows -------------------------------------------------------------------------

    def several(self, name: str, shape=None) -> tuple["RowRef", Callable]:
        """A row of those on the other side of a relation, and what finds them all."""
        before, _dot, relation = name.rpartition(".")
        owner = self.under(before)
        key = owner.path + relation, shape and type(shape)
        if key not in self.table.inner:
            self.table.inner[key] = owner.related(relation, shape)
        return self.table.inner[key]

    def related(self, name: str, shape) -> tuple["RowRef", Callable]:
        field, key = self.model._meta.get_field(name), self.column("pk")
        model, link, prefix, computed = field.related_model, "", "", {}
        if field.one_to_many:
            link, rows, computed = (
                field.field.name,
                model._default_manager.all(),
                computed_by(shape),
            )
        elif field.concrete:
            link, prefix = field.m2m_field_name(), field.m2m_reverse_field_name()
            rows = field.remote_field.through._default_manager.all()
        else:
            link, prefix = field.field.m2m_reverse_field_name(), field.field.m2m_field_name()
            rows = field.through._default_manager.all()
        path = f"{prefix}__" if prefix else ""
        rows = rows.order_by(*ordering(model, shape, link, path), "pk")
        table = TableQuery(self.table.tables, rows, f"{link}_id", computed, self.table, key)
        number = table.number

        def all_of(row, found):
            return found.rows[number].get(row[key], ())

        return RowRef(table, model, self.included, path), all_of


def computed_by(shape) -> dict[str, Callable]:
    return getattr(shape and shape.Meta, "computed", {})


def ordering(model: type[Model], shape, link: str, path: str) -> Iterable:
    """The order of the rows of one owner: that of the shape, else that of the model."""
    for name in getattr(shape and shape.Meta, "order", model._meta.ordering):
        if not path and name != link:
            yield name
        elif isinstance(name, OrderBy):
            copy = name.copy()
            copy.set_source_expressions([F(path + name.expression.name)])
            yield copy
        elif name != link:
            minus = "-" if name.startswith("-") else ""
            yield f"{minus}{path}{name.removeprefix('-')}"


# --- From columns to values and back ------------------------------------------------------------


def expression_for(field, path: str) -> Expression:
    if isinstance(field, PartialDateField):
        return days_as_text(path)
    kind = getattr(field, "output_field", field)
    if isinstance(kind, DecimalField | PartialDateField):
        return Cast(F(path), TextField())
    return F(path)


def is_reference(field, name: str) -> bool:
    return getattr(field, "is_relation", False) and name != field.attname


def read_days(text: str | None) -> PartialDate | None:
    """The date holds its own mark, whatever the column of the mark says."""
    return text and days_read(text)


def reader_of(field) -> Callable | None:
    """What makes the value a model has of one in a row; None where they are the same."""
    kind = getattr(field, "output_field", field)
    if isinstance(kind, PartialDateField):
        return read_days
    if isinstance(kind, DecimalField):
        return lambda text: text and Decimal(text)
    return None
