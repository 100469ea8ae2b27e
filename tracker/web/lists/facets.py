"""Facets with counts and sort orders of a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.forms import RegexField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.web.lists.filters import UNKNOWN, CodesField, StrictFilterSet, takes_several
from tracker.web.lists.keyset import SortKey

# Reads a question, one parameter left out of it, by that parameter: rows made by `numbered` or
# by `listed`.
Reading = Callable[[StrictFilterSet], Iterable[QuerySet]]
OPEN_AT_FIRST = 3  # facets that show their values unasked
AT_FIRST = 8  # values shown before "show all"
NO_ROW = Cast(Value(None), BigIntegerField())


@dataclass(frozen=True)
class ExpensiveFacet:
    """A reading that asks something of each row apart: done for short lists only."""

    read: Reading

    AT_MOST = 200  # rows

    def __call__(self, asked: StrictFilterSet):
        return self.read(asked)


def can_be_read(asked: StrictFilterSet, name: str, read: Reading, listed: int) -> bool:
    """Whether the values of a parameter are counted, in a list of so many rows."""
    if not isinstance(read, ExpensiveFacet):
        return True
    if name in asked.asked:
        others = asked.leaving_out(name)
        listed = capped_count(others.filter_queryset(asked.queryset.all()), read.AT_MOST)
    return listed <= read.AT_MOST


def capped_count(rows: QuerySet, at_most: int) -> int:
    """How many rows there are, or one more than `at_most` where there are more than that."""
    return rows.order_by()[: at_most + 1].count()


@dataclass(frozen=True)
class Sort:
    """One order of a list; the last of its fields is unique."""

    label: str | Promise
    fields: tuple
    # An order by something that only rows have which were found, as the likeness to a name.
    is_of_found: bool = False

    @property
    def key(self) -> SortKey:
        return SortKey(*self.fields)


@dataclass(frozen=True)
class Order:
    """One way to sort a list, as the reader finds it: its name and its address."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, and how many rows the list has when it is chosen."""

    value: str
    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One parameter of a list with its values. Stands in the form where a control would."""

    name: str
    label: str
    choices: tuple[FacetValue, ...]
    takes_several: bool
    is_open: bool
    others: int  # values without a row that are only counted, not offered
    kind: str = "facet"

    @property
    def chosen(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def shown(self) -> list[FacetValue]:
        """The chosen ones, and the first that lead anywhere."""
        leading = [choice for choice in self.choices if choice.count][:AT_FIRST]
        return [choice for choice in self.choices if choice.is_chosen or choice in leading]

    @property
    def folded(self) -> list[FacetValue]:
        shown = self.shown
        return [choice for choice in self.choices if choice not in shown]


def count_by(rows: QuerySet, key, row: str = "pk") -> QuerySet:
    """The number of distinct rows by a key, for `counted`."""
    keyed = rows.order_by().annotate(key=Cast(key, CharField()))
    return keyed.values("key").annotate(row=NO_ROW, n=Count(row, distinct=True))


def rows_by_key(rows: QuerySet, key, row: str = "pk") -> QuerySet:
    """Each row by a key, for `counted`: where another path may lead to the same row."""
    keyed = rows.order_by().annotate(key=Cast(key, CharField()))
    return keyed.values("key").annotate(row=F(row), n=Value(1))


def facet_rows(*paths) -> Reading:
    """The rows by a field of theirs, or of what they are linked to; of several, by any of them."""

    def read(asked: StrictFilterSet):
        # Read afresh: a join the conditions made would be used again, and hide other values.
        found = asked.filter_queryset(asked.queryset.all()).order_by().values("pk")
        rows = asked.queryset.model._default_manager.filter(pk__in=found)
        return (
            [count_by(rows, *paths)] if len(paths) == 1 else [rows_by_key(rows, p) for p in paths]
        )

    return read


def counted(asked: StrictFilterSet, readings: dict[str, Reading]) -> dict[str, dict[str, int]]:
    """By each of the parameters, how many rows there are of each value: all in one query."""
    found: dict[str, dict] = {name: {} for name in readings}
    seen = set()
    legs = [
        leg.annotate(facet=Value(name, CharField())).values_list("facet", "key", "row", "n")
        for name, read in readings.items()
        for leg in read(asked.leaving_out(name))
    ]
    for name, key, row, n in legs[0].union(*legs[1:], all=True) if legs else ():
        if row is None or (name, key, row) not in seen:
            value = UNKNOWN if key is None else key
            found[name][value] = found[name].get(value, 0) + n
            seen.add((name, key, row))
    return found


def facet(
    asked: StrictFilterSet,
    name: str,
    found: dict[str, int],
    *,
    labels: dict[str, str],
    link,
    is_open: bool,
) -> Facet:
    """The values of one parameter with their numbers, all other conditions being kept.

    `labels` are those of every value, where they are a closed list; `link` gives the query of
    the list in which a value is chosen.
    """
    field, chosen = asked.form.fields[name], asked.asked.get(name, ())
    choices = [
        FacetValue(value, label, found.get(value, 0), link(value), is_chosen=value in chosen)
        for value, label in in_order(labels, found, is_open=isinstance(field, RegexField))
    ]
    # Records can be many: those that lead nowhere are not offered one by one.
    offered = choices
    if isinstance(field, CodesField):
        offered = [choice for choice in choices if choice.count or choice.is_chosen]
    return Facet(
        name,
        str(field.label),
        tuple(offered),
        takes_several=takes_several(field),
        is_open=is_open,
        others=len(choices) - len(offered),
    )


def in_order(labels: dict[str, str], found: dict[str, int], *, is_open: bool):
    """Values and their labels, the most frequent first; of an open facet (years) the latest."""
    if not is_open:
        return sorted(labels.items(), key=lambda pair: -found.get(pair[0], 0))
    values = {value: value for value in found} | labels
    unknown = [(UNKNOWN, str(_("Not known")))] if values.pop(UNKNOWN, None) else []
    return [*sorted(values.items(), reverse=True), *unknown]
