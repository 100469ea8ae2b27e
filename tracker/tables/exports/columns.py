"""Column types of an export: database expression, and formatting of its values.

PostgreSQL does most of the formatting. What Python does, it does column by column for a whole
chunk of rows, so that a complete export costs little more than reading the rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Expression,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.partial_dates import PartialDate
from tracker.partial_dates.value import ONE_DAY

# A field path, an expression, or a callable that builds one in the active language.
ColumnSource = str | Expression | Callable[[], Expression]
# Turns the values of one database column into those of one or more columns of a file.
ColumnFormatter = Callable[[Sequence], Sequence[Sequence]]

LIST_SEPARATOR = "; "
# Not inside the f-strings below: makemessages does not find strings there.
IN_WORDS, FIRST_DAY, LAST_DAY = _("in words"), _("first possible day"), _("last possible day")
# Separate the members of a list, and code from label: control characters that no text contains.
MEMBER_SEPARATOR, LABEL_SEPARATOR = "\x1e", "\x1f"


@dataclass(frozen=True)
class ExportField:
    """One column of a file: name, meaning, and datatype in the terms of CSV on the Web."""

    name: str
    label: str
    datatype: str = "string"
    # Holds text that somebody typed: only these cells need escaping against formulas.
    is_free_text: bool = False


class NullableConcat(Func):
    """`a || b`; unlike Concat, NULL if any part is NULL."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


class UtcTimestamp(Func):
    """A timestamp as text in UTC: `2020-05-04T12:30:00Z`."""

    template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    output_field = TextField()


def build_column_expression(source: ColumnSource) -> Expression:
    """Expression of a column; callables are called per export, as labels depend on the language."""
    if isinstance(source, str):
        return F(source)
    return source() if callable(source) and not hasattr(source, "as_sql") else source


class ExportColumn:
    """Base class: one column whose values are written as read from the database."""

    datatype = "integer"
    is_free_text = False

    def __init__(self, name: str, label: str, source: ColumnSource | None = None):
        self.name, self.label, self.source = name, label, source or name

    def fields(self) -> list[ExportField]:
        return [ExportField(self.name, str(self.label), self.datatype, self.is_free_text)]

    def expression(self, model: type[Model], site: str) -> Expression:
        return build_column_expression(self.source)

    def formatter(self) -> ColumnFormatter:
        return lambda values: [values]


class IntegerColumn(ExportColumn):
    """An integer."""


class DecimalColumn(ExportColumn):
    """A decimal; whole values are written without a fraction."""

    datatype = "decimal"

    def formatter(self):
        return lambda values: [[None if v is None else plain_number(v) for v in values]]


def plain_number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


class BooleanColumn(ExportColumn):
    """True or false."""

    datatype = "boolean"


class TextColumn(ExportColumn):
    """Text; an empty string becomes NULL, which means unknown."""

    datatype, is_free_text = "string", True

    def expression(self, model, site):
        return NullIf(build_column_expression(self.source), Value(""), output_field=TextField())


class ChoiceColumn(TextColumn):
    """Two columns: a value of a TextChoices and its label."""

    is_free_text = False

    def __init__(self, name, label, choices, source=None):
        super().__init__(name, label, source)
        self.choices = choices

    def fields(self):
        label = f"{self.label}: {IN_WORDS}"
        return [*super().fields(), ExportField(f"{self.name}_label", label)]

    def formatter(self):
        labels = {str(value): str(label) for value, label in self.choices}
        return lambda values: [values, [labels.get(value) for value in values]]


class DateTimeColumn(ExportColumn):
    """A timestamp in UTC, to the second."""

    datatype = "dateTime"

    def expression(self, model, site):
        return UtcTimestamp(Cast(build_column_expression(self.source), DateTimeField()))


class PartialDateColumn(ExportColumn):
    """A partial date in three columns: EDTF, earliest and latest possible day."""

    datatype = "string"

    def fields(self):
        return [
            ExportField(f"{self.name}_edtf", str(self.label)),
            ExportField(f"{self.name}_earliest", f"{self.label}: {FIRST_DAY}", "date"),
            ExportField(f"{self.name}_latest", f"{self.label}: {LAST_DAY}", "date"),
        ]

    def expression(self, model, site):
        return partial_date_as_text(self.source)

    def formatter(self):
        return lambda values: list(zip(*map(partial_date_cells, values), strict=True))


def choice_label_expression(path: str, choices) -> Expression:
    """Label of the choice at the field path."""
    whens = [When(**{path: value}, then=Value(str(label))) for value, label in choices]
    return Case(*whens, output_field=CharField())


def partial_date_as_text(path: str) -> Expression:
    """The daterange of a partial date and its about mark as text: `[2020-05-01,2020-06-01)~`.

    As text, because psycopg2 would parse each daterange in Python.
    """
    about_mark = Case(
        When(Q(**{f"{path}_is_about": True}), then=Value("~")),
        default=Value(""),
        output_field=CharField(),
    )
    return NullableConcat(Cast(F(path), TextField()), about_mark)


@lru_cache(maxsize=20_000)
def parse_partial_date_text(text: str) -> PartialDate:
    """Inverse of `partial_date_as_text`."""
    earliest, latest = date.fromisoformat(text[1:11]), date.fromisoformat(text[12:22])
    return PartialDate(earliest, latest - ONE_DAY, is_about=text.endswith("~"))


@lru_cache(maxsize=20_000)
def partial_date_cells(text: str | None) -> tuple[str | None, str | None, str | None]:
    """EDTF, earliest and latest day."""
    return tuple(parse_partial_date_text(text).as_json().values()) if text else (None, None, None)


class PageUrlColumn(ExportColumn):
    """Absolute URL of the row: its own page below the list page, an anchor on a page, or both.

    `list_url_name` is the URL name of the list page, `code` the source of the path segment (None
    if the row has no page of its own, but an anchor), `anchor` the field that holds the fragment.
    """

    datatype = "anyURI"

    def __init__(self, list_url_name: str, code: ColumnSource | None = "code", anchor: str = ""):
        super().__init__("url", _("Public page"))
        self.list_url_name, self.code, self.anchor = list_url_name, code, anchor

    def expression(self, model, site):
        page, anchor = site + reverse(self.list_url_name), [F(self.anchor)] if self.anchor else []
        if self.code is None:
            return NullableConcat(Value(f"{page}#"), *anchor)
        end = Value("/#" if anchor else "/")
        return NullableConcat(Value(page), build_column_expression(self.code), end, *anchor)


class ListColumn(ExportColumn):
    """Related rows as lists joined by LIST_SEPARATOR: codes and, if given, labels in a second
    column in the same order."""

    datatype, is_free_text = "string", True

    def __init__(self, name, label, code, label_source: ColumnSource | None = None, only=None):
        super().__init__(name, label, code)
        self.label_source, self.only = label_source, only

    def fields(self):
        if self.label_source is None:
            return super().fields()
        label = f"{self.label}: {IN_WORDS}"
        return [*super().fields(), ExportField(f"{self.name}_labels", label, is_free_text=True)]

    def expression(self, model, site):
        member = build_column_expression(self.source)
        if self.label_source is not None:
            member = NullableConcat(
                member, Value(LABEL_SEPARATOR), build_column_expression(self.label_source)
            )
        member = Cast(member, TextField())
        joined = StringAgg(
            member, MEMBER_SEPARATOR, distinct=True, order_by=member, filter=self.only
        )
        owner = model._base_manager.filter(pk=OuterRef("pk")).order_by().values("pk")
        return Subquery(owner.annotate(joined=joined).values("joined"), output_field=TextField())

    def formatter(self):
        if self.label_source is None:
            return lambda values: [
                [v and v.replace(MEMBER_SEPARATOR, LIST_SEPARATOR) for v in values]
            ]
        return lambda values: list(zip(*map(code_and_label_cells, values), strict=True))


@lru_cache(maxsize=20_000)
def code_and_label_cells(text: str | None) -> tuple[str | None, str | None]:
    """The codes and the labels of an aggregated list, each as one cell."""
    if not text:
        return None, None
    pairs = [pair.partition(LABEL_SEPARATOR) for pair in text.split(MEMBER_SEPARATOR)]
    return LIST_SEPARATOR.join(p[0] for p in pairs), LIST_SEPARATOR.join(p[2] for p in pairs)


def records_column(name, label, at="", title="title", code="code", only=None) -> ListColumn:
    """Code and title of the records at the field path, by default that named like the column."""
    at = at or name
    return ListColumn(name, label, f"{at}__{code}", f"{at}__{title}", only)


# The sources that the row itself cites.
SOURCES_COLUMN = records_column("sources", _("Sources"), "citations__source")
