"""What a list offers its reader: facets with the number of rows behind each value, and orders."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
from django.forms import RegexField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.filters import UNKNOWN, CodesField, StrictFilterSet, takes_several

# Reads the rows of a question by one parameter, left out of it: (value, number of rows) pairs.
Reading = Callable[[StrictFilterSet], Iterable[tuple]]
OPEN_AT_FIRST = 3  # facets that show their values unasked
AT_FIRST = 8  # values shown before "show all"


@dataclass(frozen=True)
class RowByRow:
    """A reading that asks something of each row apart: done for short lists only."""

    read: Reading

    AT_MOST = 200  # rows

    def __call__(self, asked: StrictFilterSet):
        return self.read(asked)


def can_be_read(asked: StrictFilterSet, name: str, read: Reading, listed: int) -> bool:
    """Whether the values of a parameter are counted, in a list of so many rows."""
    if not isinstance(read, RowByRow):
        return True
    if name in asked.asked:
        others = asked.leaving_out(name)
        listed = others.filter_queryset(asked.queryset.all()).order_by().count()
    return listed <= read.AT_MOST


@dataclass(frozen=True)
class Sort:
    """One order of a list. Without fields it is the order in which the list comes."""

    label: str | Promise
    fields: tuple = ()

    def sorted(self, rows: QuerySet) -> QuerySet:
        return rows.order_by(*self.fields) if self.fields else rows


@dataclass(frozen=True)
class Order:
    """One way to sort a list, as the reader finds it: its name and its address."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class Choice:
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
    choices: tuple[Choice, ...]
    takes_several: bool
    is_open: bool
    others: int  # values without a row that are only counted, not offered
    kind: str = "facet"

    @property
    def chosen(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def shown(self) -> list[Choice]:
        """The chosen ones, and the first that lead anywhere."""
        leading = [choice for choice in self.choices if choice.count][:AT_FIRST]
        return [choice for choice in self.choices if choice.is_chosen or choice in leading]

    @property
    def folded(self) -> list[Choice]:
        shown = self.shown
        return [choice for choice in self.choices if choice not in shown]


def rows_by(*paths) -> Reading:
    """The rows by a field of theirs, or of what they are linked to; of several, by any of them."""

    def read(asked: StrictFilterSet):
        # Read afresh: a join the conditions made would be used again, and hide other values.
        found = asked.filter_queryset(asked.queryset.all()).order_by().values("pk")
        rows = asked.queryset.model._default_manager.filter(pk__in=found).order_by()
        if len(paths) == 1:
            [keyed] = keyed_by(rows, paths)
            return keyed.values_list("key").annotate(n=Count("pk", distinct=True))
        one, *others = (keyed.values_list("key", "pk") for keyed in keyed_by(rows, paths))
        return Counter(key for key, _row in one.union(*others)).items()

    return read


def keyed_by(rows: QuerySet, paths) -> list[QuerySet]:
    return [rows.annotate(key=F(path) if isinstance(path, str) else path) for path in paths]


def facet(
    asked: StrictFilterSet, name: str, read: Reading, *, labels: dict[str, str], link, is_open: bool
) -> Facet:
    """The values of one parameter with their numbers, all other conditions being kept.

    `labels` are those of every value, where they are a closed list; `link` gives the query of
    the list in which a value is chosen.
    """
    field, chosen = asked.form.fields[name], asked.asked.get(name, ())
    found = {as_parameter(key): n for key, n in read(asked.leaving_out(name))}
    choices = [
        Choice(value, label, found.get(value, 0), link(value), is_chosen=value in chosen)
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


def as_parameter(key) -> str:
    """A value of the database as it stands in an address."""
    if key is None:
        return UNKNOWN
    return str(key).lower() if isinstance(key, bool) else str(key)


def in_order(labels: dict[str, str], found: dict[str, int], *, is_open: bool):
    """Values and their labels, the most frequent first; of an open facet (years) the latest."""
    if not is_open:
        return sorted(labels.items(), key=lambda pair: -found.get(pair[0], 0))
    values = {value: value for value in found} | labels
    unknown = [(UNKNOWN, str(_("Not known")))] if values.pop(UNKNOWN, None) else []
    return [*sorted(values.items(), reverse=True), *unknown]
