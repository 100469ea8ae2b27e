"""Usage matrix: charges by two dimensions, for page, API, files and charts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import quote_plus, urlencode

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _, ngettext

from cases.enums import Basis, Unit
from cases.filters import ALL, ProsecutionConditions
from cases.models import Charge
from tracker.models import DataVersion
from tracker.partial_dates import PartialDate
from tracker.web.lists.filters import BadParameters, ParameterError

from .coverage import Coverage, coverage_of
from .dimensions import DIMENSIONS, Dimension, Heading, dimension_choices
from .engine import NOTHING, UNIT_COLUMNS, Count, count


@dataclass(frozen=True)
class Cell:
    """One number of the matrix; `row` or `column` is None in totals."""

    row: Heading | None
    column: Heading | None
    count: Count
    list_query: str = ""  # query string of the list that has exactly `value` rows

    @property
    def value(self) -> int:
        return self.count.value

    @property
    def unnamed_people(self) -> int:
        return self.count.unnamed_people

    @property
    def groups_of_unknown_size(self) -> int:
        return self.count.groups_of_unknown_size

    @property
    def has_groups(self) -> bool:
        return self.count.has_groups

    @property
    def is_empty(self) -> bool:
        return self.count.is_empty

    @property
    def as_of(self) -> PartialDate | None:
        return self.count.as_of


class UsageFilter(ProsecutionConditions):
    """Filter parameters of the charges, and the dimensions and unit of the matrix."""

    rows = django_filters.ChoiceFilter(label=_("Rows"), choices=dimension_choices)
    columns = django_filters.ChoiceFilter(label=_("Columns"), choices=dimension_choices)
    unit = django_filters.ChoiceFilter(label=_("Unit"), choices=Unit.choices)
    basis = django_filters.ChoiceFilter(
        label=_("Basis"),
        choices=Basis.choices,
        error_messages={
            "invalid_choice": _("A number has one basis: charged, tried or convicted.")
        },
    )
    participant = None  # removed: a cell always counts people and groups separately

    is_about_charges = True
    SHAPE: ClassVar = MappingProxyType(
        {"rows": "provision", "columns": "category", "unit": Unit.PEOPLE.value}
    )
    overrides: dict[str, str] = {}  # values set by code, which override the request

    class Meta:
        model = Charge
        fields = []

    def value(self, name):
        if name in self.overrides:
            return self.overrides[name]
        return super().value(name)

    def default(self, name):
        if name in self.SHAPE:
            return self.SHAPE[name]
        return None if name in self._dimension_names else super().default(name)

    @classmethod
    def default_in_words(cls, name):
        if name == "basis":
            return "A number has one basis, so there is no `all` here."
        if name in cls.DEFAULTS:
            return "The default holds unless rows or columns are by it. `all` lifts it."
        return ""

    @property
    def _dimension_names(self) -> tuple[str, str]:
        """The values of a dimension are all shown: it lifts the default of its parameter."""
        return self.value("rows"), self.value("columns")

    @property
    def default_conditions(self) -> dict[str, list[str]]:
        conditions = super().default_conditions
        return {k: [ALL] if k in self._dimension_names else v for k, v in conditions.items()}

    def with_parameters(self, **values: str) -> "UsageFilter":
        """A copy with other dimensions, unit or basis; the form is not validated again."""
        other = copy(self)
        other.data = self.data.copy()
        for name, value in values.items():
            other.data[name] = value
        other.overrides = {**self.overrides, **values}
        return other

    @property
    def conditions(self) -> dict[str, list[str]]:
        """The filter parameters of the charges counted, including defaults."""
        given = {k: v for k, v in self.active_parameters.items() if k not in self.SHAPE}
        return given | self.default_conditions


@dataclass
class Usage:
    """One matrix. Raises BadParameters if a parameter is invalid.

    `counted` has the counts by the groupings of the matrix, if they are known already.
    """

    filterset: UsageFilter
    counted: dict | None = None

    def __post_init__(self):
        self.filterset.require_valid()
        self._require_two_dimensions()
        self.unit = Unit(self.filterset.value("unit"))
        self.basis = Basis(self.filterset.value("basis"))
        self.row_dimension = DIMENSIONS[self.filterset.value("rows")]
        self.column_dimension = DIMENSIONS[self.filterset.value("columns")]

    def _require_two_dimensions(self):
        rows, columns = self.filterset.value("rows"), self.filterset.value("columns")
        if rows == columns:
            others = tuple(name for name in DIMENSIONS if name != rows)
            message = str(_("Rows and columns must differ."))
            raise BadParameters([ParameterError("columns", columns, message, others)])

    def rank(self, cell: Cell) -> tuple:
        """Sort key of cells: the most used first."""
        return cell.count.rank(self.unit)

    @property
    def groupings(self) -> list[tuple[str, ...]]:
        row, column = self.row_dimension.name, self.column_dimension.name
        return [(row, column), (row,), (column,), ()]

    @cached_property
    def _counts(self) -> dict[tuple[str, ...], dict[tuple, Count]]:
        return self.counted or count_groupings(self.filterset, self.groupings)

    @cached_property
    def rows(self) -> list[Heading]:
        return self._headings(self.row_dimension)

    @cached_property
    def columns(self) -> list[Heading]:
        return self._headings(self.column_dimension)

    def _headings(self, dimension: Dimension) -> list[Heading]:
        values = {value for (value,) in self._counts[(dimension.name,)]}
        headings = dimension.headings(values, self.filterset)
        # If the request filters by this dimension, only the chosen values get a heading.
        chosen = self.filterset.conditions.get(dimension.name)
        if chosen and self.filterset.value(dimension.name) is not None:
            return [heading for heading in headings if heading.id in chosen]
        return headings

    @cached_property
    def cells(self) -> list[list[Cell]]:
        """Row by row, zeros included."""
        return [[self._cell(row, column) for column in self.columns] for row in self.rows]

    @cached_property
    def row_totals(self) -> list[Cell]:
        """Distinct units of each row: may be less than the sum of its cells."""
        return [self._cell(row, None) for row in self.rows]

    @property
    def lines(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """The total and the cells of each row."""
        return zip(self.row_totals, self.cells, strict=True)

    @cached_property
    def column_totals(self) -> list[Cell]:
        return [self._cell(None, column) for column in self.columns]

    @cached_property
    def total(self) -> Cell:
        return self._cell(None, None)

    @cached_property
    def coverage(self) -> Coverage:
        """Until when the sources behind the total speak."""
        return coverage_of(self.filterset.charges().values("case"), self.total.as_of)

    def _cell(self, row: Heading | None, column: Heading | None) -> Cell:
        headings = ((self.row_dimension, row), (self.column_dimension, column))
        given = [(dimension.name, heading.key) for dimension, heading in headings if heading]
        counts = self._counts[tuple(name for name, _key in given)]
        counted = counts.get(tuple(key for _name, key in given), NOTHING)
        return Cell(row, column, counted, self._query(row, column))

    def _query(self, row, column) -> str:
        """Query string of the list behind a cell: the filters of the matrix and of the cell."""
        query = dict(self._encoded_conditions)
        for dimension, heading in ((self.row_dimension, row), (self.column_dimension, column)):
            if heading is not None:
                query[dimension.name] = f"{dimension.name}={quote_plus(heading.id)}"
        return "&".join([query[name] for name in sorted(query)])

    @cached_property
    def _encoded_conditions(self) -> dict[str, str]:
        """Encoded filters by name; computed once, not for each of a thousand cells."""
        query = self.filterset.conditions
        if self.unit in (Unit.PROSECUTIONS, Unit.CHARGES):
            query["participant"] = ["person"]
        return {name: urlencode({name: values}, doseq=True) for name, values in query.items()}

    @cached_property
    def data_version(self) -> str:
        """Version of the public data: changes whenever a public record does."""
        return DataVersion.objects.token()


@dataclass(frozen=True)
class WholeRecord:
    """What the record covers: said beside every zero."""

    cases: int  # with a charge that counts by default
    coverage: Coverage

    @property
    def in_words(self) -> str:
        text = ngettext(
            "The record covers %(n)d case with charges where a source names the article, "
            "%(as_of)s.",
            "The record covers %(n)d cases with charges where a source names the article, "
            "%(as_of)s.",
            self.cases,
        )
        return text % {"n": self.cases, "as_of": self.coverage.in_words}


def whole_record() -> WholeRecord:
    """The cases that the question without any condition counts, and until when they are known."""
    filterset = UsageFilter(QueryDict(f"unit={Unit.CASES}"))
    filterset.require_valid()
    total = count_groupings(filterset, [()])[()].get((), NOTHING)
    return WholeRecord(total.value, coverage_of(filterset.charges().values("case"), total.as_of))


def count_groupings(filterset: UsageFilter, groupings: Iterable[tuple[str, ...]]) -> dict:
    """Counts of the selected charges by groupings, which are names of dimensions."""
    groupings = list(dict.fromkeys(groupings))
    rows = filterset.charges()
    for name in {name for grouping in groupings for name in grouping}:
        rows = DIMENSIONS[name].annotate(rows, f"by_{name}", filterset)
    unit = UNIT_COLUMNS[filterset.value("unit")]
    counts = count(rows, unit, [tuple(f"by_{name}" for name in each) for each in groupings])
    return dict(zip(groupings, counts.values(), strict=True))


def count_usages(filterset: UsageFilter, shapes: Iterable[tuple[str, str]]) -> list[Usage]:
    """The matrices of several pairs of dimensions, counted in one statement if possible.

    Raises BadParameters.
    """
    filterset.require_valid()
    usages = [
        Usage(filterset.with_parameters(rows=rows, columns=columns)) for rows, columns in shapes
    ]
    by_conditions = defaultdict(list)  # a dimension can lift a default
    for usage in usages:
        by_conditions[str(usage.filterset.default_conditions)].append(usage)
    for alike in by_conditions.values():
        groupings = [grouping for usage in alike for grouping in usage.groupings]
        counted = count_groupings(alike[0].filterset, groupings)
        for usage in alike:
            usage.counted = counted
    return usages
