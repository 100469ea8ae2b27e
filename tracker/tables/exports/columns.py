"""Column types of an export: database expression and text form.

Most of the work is left to PostgreSQL, and what is left here is done for hundreds of rows at
once: a file of the whole tracker should cost little more than reading it.
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

# A path through the models, an expression, or what makes one in the reader's language.
Source = str | Expression | Callable[[], Expression]
# The values of one column of the database, to those of one or more columns of a file.
Reader = Callable[[Sequence], Sequence[Sequence]]

LIST_SEPARATOR = "; "
# Outside of f-strings, where whoever gathers strings finds them.
IN_WORDS, FIRST_DAY, LAST_DAY = _("in words"), _("first possible day"), _("last possible day")
# Between the members of a list, and between code and label: control characters no text has.
BETWEEN, INSIDE = "\x1e", "\x1f"


@dataclass(frozen=True)
class Field:
    """One column of a file: its name, what it means, its type as CSV on the Web names it."""

    name: str
    label: str
    datatype: str = "string"
    # Words of people: the only ones that could be mistaken for a formula.
    is_free: bool = False


class NullableConcat(Func):
    """`a || b`; unlike Concat, unknown where any part is unknown."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


class InUTC(Func):
    """`2020-05-04T12:30:00Z`."""

    template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    output_field = TextField()


def expression_of(source: Source) -> Expression:
    """The expression a column reads; made anew, since labels come in the language of the day."""
    if isinstance(source, str):
        return F(source)
    return source() if callable(source) and not hasattr(source, "as_sql") else source


class ExportColumn:
    """Numbers, and whatever else is written as it is read."""

    datatype = "integer"
    is_free = False

    def __init__(self, name: str, label: str, source: Source | None = None):
        self.name, self.label, self.source = name, label, source or name

    def fields(self) -> list[Field]:
        return [Field(self.name, str(self.label), self.datatype, self.is_free)]

    def expression(self, model: type[Model], site: str) -> Expression:
        return expression_of(self.source)

    def reader(self) -> Reader:
        return lambda values: [values]


class IntegerColumn(ExportColumn):
    """A whole number."""


class Amount(ExportColumn):
    """A decimal, without a fraction where there is none."""

    datatype = "decimal"

    def reader(self):
        return lambda values: [[None if v is None else plain(v) for v in values]]


def plain(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


class BooleanColumn(ExportColumn):
    """True or false."""

    datatype = "boolean"


class TextColumn(ExportColumn):
    """Words; empty means not known."""

    datatype, is_free = "string", True

    def expression(self, model, site):
        return NullIf(expression_of(self.source), Value(""), output_field=TextField())


class ChoiceColumn(TextColumn):
    """A value of a closed vocabulary, and its label beside it."""

    is_free = False

    def __init__(self, name, label, choices, source=None):
        super().__init__(name, label, source)
        self.choices = choices

    def fields(self):
        label = f"{self.label}: {IN_WORDS}"
        return [*super().fields(), Field(f"{self.name}_label", label)]

    def reader(self):
        words = {str(value): str(label) for value, label in self.choices}
        return lambda values: [values, [words.get(value) for value in values]]


class DateTimeColumn(ExportColumn):
    """A moment in UTC, to the second."""

    datatype = "dateTime"

    def expression(self, model, site):
        return InUTC(Cast(expression_of(self.source), DateTimeField()))


class PartialDateColumn(ExportColumn):
    """A partial date in three columns: as written, its first and its last possible day."""

    datatype = "string"

    def fields(self):
        return [
            Field(f"{self.name}_edtf", str(self.label)),
            Field(f"{self.name}_earliest", f"{self.label}: {FIRST_DAY}", "date"),
            Field(f"{self.name}_latest", f"{self.label}: {LAST_DAY}", "date"),
        ]

    def expression(self, model, site):
        return days_as_text(self.source)

    def reader(self):
        return lambda values: list(zip(*map(days_told, values), strict=True))


def days_as_text(path: str) -> Expression:
    """Both columns of a partial date in one: `[2020-05-01,2020-06-01)`, a `~` after it for about.

    (As ranges, psycopg2 would take them apart one by one in Python.)
    """
    about = Case(
        When(Q(**{f"{path}_is_about": True}), then=Value("~")),
        default=Value(""),
        output_field=CharField(),
    )
    return NullableConcat(Cast(F(path), TextField()), about)


@lru_cache(maxsize=20_000)
def days_read(text: str) -> PartialDate:
    earliest, latest = date.fromisoformat(text[1:11]), date.fromisoformat(text[12:22])
    return PartialDate(earliest, latest - ONE_DAY, is_about=text.endswith("~"))


@lru_cache(maxsize=20_000)
def days_told(text: str | None) -> tuple[str | None, str | None, str | None]:
    return tuple(days_read(text).as_json().values()) if text else (None, None, None)


class PageUrlColumn(ExportColumn):
    """The public page of the row: below the page of a list, at an anchor where it has none."""

    datatype = "anyURI"

    def __init__(self, below: str, code: Source | None = "code", anchor: str = ""):
        super().__init__("url", _("Public page"), code)
        self.below, self.anchor, self.has_own = below, anchor, code is not None

    def expression(self, model, site):
        parts = [Value(site + reverse(self.below))]
        if self.has_own:
            parts += [expression_of(self.source), Value("/#" if self.anchor else "/")]
        elif self.anchor:
            parts[0] = Value(site + reverse(self.below) + "#")
        return NullableConcat(*parts, *([F(self.anchor)] if self.anchor else []))


class ListColumn(ExportColumn):
    """What a row has several of: their codes in one column and, where they have labels, these in
    another, in the same order."""

    datatype, is_free = "string", True

    def __init__(
        self, name, label, code: Source, says: Source | None = None, only: Q | None = None
    ):
        super().__init__(name, label, code)
        self.says, self.only = says, only

    def fields(self):
        if self.says is None:
            return super().fields()
        label = f"{self.label}: {IN_WORDS}"
        return [*super().fields(), Field(f"{self.name}_labels", label, is_free=True)]

    def expression(self, model, site):
        one = expression_of(self.source)
        if self.says is not None:
            one = NullableConcat(one, Value(INSIDE), expression_of(self.says))
        one = Cast(one, TextField())
        all_ = StringAgg(one, BETWEEN, distinct=True, order_by=one, filter=self.only)
        owner = model._base_manager.filter(pk=OuterRef("pk")).order_by().values("pk")
        return Subquery(owner.annotate(several=all_).values("several"), output_field=TextField())

    def reader(self):
        if self.says is None:
            return lambda values: [[v and v.replace(BETWEEN, LIST_SEPARATOR) for v in values]]
        return lambda values: list(zip(*map(pairs_told, values), strict=True))


@lru_cache(maxsize=20_000)
def pairs_told(text: str | None) -> tuple[str | None, str | None]:
    if not text:
        return None, None
    pairs = [pair.partition(INSIDE) for pair in text.split(BETWEEN)]
    return LIST_SEPARATOR.join(p[0] for p in pairs), LIST_SEPARATOR.join(p[2] for p in pairs)


def sources() -> ListColumn:
    """The sources cited for the row itself."""
    return ListColumn(
        "sources", _("Sources"), "citations__source__code", "citations__source__title"
    )
