"""Facets with counts and sort orders of a list."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.forms import RegexField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.web.lists.filter_forms import FilterField, value_in_words
from tracker.web.lists.filters import UNKNOWN, CodesField, StrictFilterSet, takes_several_values
from tracker.web.lists.keyset import SortKey

# Counts the rows of a filter set, without one parameter, by the values of that parameter. Returns
# querysets made by `count_by` or `rows_by_key`.
FacetQuery = Callable[[StrictFilterSet], Iterable[QuerySet]]
OPEN_AT_FIRST = 3  # facets that are expanded initially
VALUES_SHOWN_AT_FIRST = 8  # values shown before "show all"
NO_ROW = Cast(Value(None), BigIntegerField())


class JointFacet(ABC):
    """A facet that may be counted in one statement with others of its class."""

    @abstractmethod
    def is_joint(self, filterset: StrictFilterSet) -> bool:
        """Whether it is, for this filter set; else it is called as a FacetQuery."""

    @abstractmethod
    def count_jointly(self, filterset: StrictFilterSet, names: list[str]) -> dict[str, dict]:
        """The number of rows by parameter and value, for several such facets."""

    @abstractmethod
    def __call__(self, filterset: StrictFilterSet) -> Iterable[QuerySet]: ...


def capped_count(rows: QuerySet, at_most: int) -> int:
    """The number of rows; `at_most + 1` where there are more than `at_most`."""
    return rows.order_by()[: at_most + 1].count()


@dataclass(frozen=True)
class Sort:
    """A sort order of a list; the last of its fields is unique."""

    label: str | Promise
    fields: tuple
    # Sorts by an annotation that only a filter adds, such as the similarity to a name.
    needs_filtered_rows: bool = False

    @property
    def key(self) -> SortKey:
        return SortKey(*self.fields)


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, with the number of rows the list has when it is chosen."""

    value: str
    label: str
    count: int
    query: str
    is_chosen: bool
    is_default: bool = False  # in use without being chosen


@dataclass(frozen=True)
class Facet:
    """A filter parameter with its counted values; takes the place of a FilterField in the form."""

    name: str
    label: str
    choices: tuple[FacetValue, ...]
    takes_several: bool
    is_open: bool
    omitted_count: int  # number of values without rows, which are not offered
    kind: str = "facet"

    @property
    def chosen_count(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def shown_values(self) -> list[FacetValue]:
        """The chosen values, and the first VALUES_SHOWN_AT_FIRST that have rows."""
        with_rows = [choice for choice in self.choices if choice.count][:VALUES_SHOWN_AT_FIRST]
        return [choice for choice in self.choices if choice.is_chosen or choice in with_rows]

    @property
    def collapsed_values(self) -> list[FacetValue]:
        """The values behind "show all"."""
        shown = self.shown_values
        return [choice for choice in self.choices if choice not in shown]


def count_by(rows: QuerySet, key, row: str = "pk") -> QuerySet:
    """The number of distinct rows by a key, for `count_facet_values`."""
    keyed = rows.order_by().annotate(key=Cast(key, CharField()))
    return keyed.values("key").annotate(row=NO_ROW, n=Count(row, distinct=True))


def rows_by_key(rows: QuerySet, key, row: str = "pk") -> QuerySet:
    """One result row for each row and key, for `count_facet_values`.

    For facets over several paths that may lead to the same row, which is then counted once.
    """
    keyed = rows.order_by().annotate(key=Cast(key, CharField()))
    return keyed.values("key").annotate(row=F(row), n=Value(1))


def facet_rows(*paths) -> FacetQuery:
    """Counts rows by a field of their own or of a related model; by any of several fields."""

    def query(filterset: StrictFilterSet):
        # A new query: a join made by the filters would be reused here and hide other values.
        matching = filterset.filter_queryset(filterset.queryset.all()).order_by().values("pk")
        rows = filterset.queryset.model._default_manager.filter(pk__in=matching)
        return (
            [count_by(rows, *paths)] if len(paths) == 1 else [rows_by_key(rows, p) for p in paths]
        )

    return query


def count_facet_values(
    filterset: StrictFilterSet, queries: dict[str, FacetQuery]
) -> dict[str, dict[str, int]]:
    """The number of rows by parameter and value, each without its own condition."""
    joint = {
        name: query
        for name, query in queries.items()
        if isinstance(query, JointFacet) and query.is_joint(filterset)
    }
    others = {name: query for name, query in queries.items() if name not in joint}
    return count_joint_facets(filterset, joint) | count_separate_facets(filterset, others)


def count_joint_facets(
    filterset: StrictFilterSet, facets: dict[str, JointFacet]
) -> dict[str, dict[str, int]]:
    """One statement for all parameters without a condition, one for each other."""
    free = [name for name in facets if name not in filterset.conditions_in_use]
    counts = facets[free[0]].count_jointly(filterset, free) if free else {}
    for name in facets.keys() - set(free):
        counts |= facets[name].count_jointly(filterset.without_parameters(name), [name])
    return counts


def count_separate_facets(
    filterset: StrictFilterSet, queries: dict[str, FacetQuery]
) -> dict[str, dict[str, int]]:
    """One UNION query for all parameters."""
    counts: dict[str, dict] = {name: {} for name in queries}
    counted_rows = set()
    branches = [
        branch.annotate(facet=Value(name, CharField())).values_list("facet", "key", "row", "n")
        for name, query in queries.items()
        for branch in query(filterset.without_parameters(name))
    ]
    for name, key, row, n in branches[0].union(*branches[1:], all=True) if branches else ():
        if row is None or (name, key, row) not in counted_rows:
            value = UNKNOWN if key is None else key
            counts[name][value] = counts[name].get(value, 0) + n
            counted_rows.add((name, key, row))
    return counts


def build_facet(
    filterset: StrictFilterSet, control: FilterField, counts: dict[str, int], *, link, is_open: bool
) -> Facet:
    """The values of one parameter with their counts under all other filters.

    `link` gives the query string of the list with a value chosen.
    """
    field = filterset.form.fields[control.name]
    labels = {str(value): str(label) for value, label in control.options}
    if getattr(field, "allow_unknown", False):
        labels[UNKNOWN] = str(_("Not known"))
    for value in control.values:
        labels.setdefault(value, value_in_words(filterset.form, control.name, value))
    chosen, default = control.values, filterset.default_conditions.get(control.name, ())
    choices = [
        FacetValue(
            value, label, counts.get(value, 0), link(value), value in chosen, value in default
        )
        for value, label in order_facet_values(
            labels, counts, is_open=isinstance(field, RegexField)
        )
    ]
    # There can be many records: those without rows are not offered one by one.
    offered = choices
    if isinstance(field, CodesField):
        offered = [choice for choice in choices if choice.count or choice.is_chosen]
    return Facet(
        control.name,
        control.label,
        tuple(offered),
        takes_several=takes_several_values(field),
        is_open=is_open or bool(control.values),
        omitted_count=len(choices) - len(offered),
    )


def order_facet_values(labels: dict[str, str], counts: dict[str, int], *, is_open: bool):
    """(value, label) pairs, the most frequent first.

    With `is_open` (years) the values are those counted, the latest first.
    """
    if not is_open:
        return sorted(labels.items(), key=lambda pair: -counts.get(pair[0], 0))
    values = {value: value for value in counts} | labels
    unknown = [(UNKNOWN, str(_("Not known")))] if values.pop(UNKNOWN, None) else []
    return [*sorted(values.items(), reverse=True), *unknown]
