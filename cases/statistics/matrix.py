"""Usage matrix: one query for page, API and export."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote_plus, urlencode

import django_filters
from django.utils.translation import gettext_lazy as _

from cases.enums import Basis, Provenance, Unit
from cases.filters import ProsecutionConditions
from cases.models import Charge
from tracker.models import DataVersion
from tracker.web.lists.filters import BadParameters, ParameterError

from .dimensions import DIMENSIONS, Heading, dimension_choices


@dataclass
class Cell:
    row: Heading
    column: Heading
    value: int
    unnamed_people: int  # people in unnamed groups whose size a source states
    groups_of_unknown_size: int
    list_query: str = ""  # query string of the list that has exactly `value` rows

    @property
    def has_groups(self) -> bool:
        return bool(self.unnamed_people or self.groups_of_unknown_size)

    @property
    def is_empty(self) -> bool:
        return not self.value and not self.has_groups

    @property
    def usage_order(self) -> tuple:
        """Sort key: largest count first."""
        return -self.value, -self.unnamed_people, -self.groups_of_unknown_size


class UsageFilter(ProsecutionConditions):
    """Filter parameters of the charges, and the dimensions and unit of the matrix."""

    rows = django_filters.ChoiceFilter(label=_("Rows"), choices=dimension_choices)
    columns = django_filters.ChoiceFilter(label=_("Columns"), choices=dimension_choices)
    unit = django_filters.ChoiceFilter(label=_("Unit"), choices=Unit.choices)
    overrides: dict[str, str] = {}  # values set by code, which override the request
    participant = None  # removed: a cell always counts people and groups separately

    DEFAULTS = {
        "rows": "provision",
        "columns": "category",
        "unit": Unit.PEOPLE,
        "basis": Basis.CHARGED,
        "provenance": [Provenance.STATED],
    }

    class Meta:
        model = Charge
        fields = []

    def value(self, name):
        """The cleaned value, else the default: a count always has unit, basis and provenance."""
        if name in self.overrides:
            return self.overrides[name]
        value = super().value(name)
        return self.DEFAULTS.get(name) if value is None else value

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
        conditions = {
            k: v for k, v in self.active_parameters.items() if k not in ("rows", "columns", "unit")
        }
        conditions.setdefault("basis", [self.DEFAULTS["basis"]])
        conditions.setdefault("provenance", self.DEFAULTS["provenance"])
        return conditions

    @property
    def default_conditions(self) -> dict[str, list[str]]:
        """The filter parameters applied by default, which the request does not have."""
        return {
            k: [*map(str, v)] for k, v in self.conditions.items() if k not in self.active_parameters
        }


# The field of a charge whose distinct values are counted.
UNIT_FIELDS = {
    Unit.PEOPLE: "participation__person",
    Unit.CASES: "participation__case",
    Unit.PROSECUTIONS: "participation",
    Unit.CHARGES: "pk",
}


@dataclass
class Usage(ABC):
    """One matrix; subclasses count. Raises BadParameters if a parameter is invalid."""

    filterset: UsageFilter
    unit: str = field(init=False)

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

    @cached_property
    def charges(self):
        """Every charge counted, groups included, annotated with `row` and `column`."""
        charges = self.filterset.charges()
        # The year dimension needs it, on the date basis that the linked lists use.
        charges = charges.with_year(self.filterset.counted_date)
        charges = self.row_dimension.annotate(charges, "row")
        return self.column_dimension.annotate(charges, "column").order_by()

    @abstractmethod
    def _counts(self, *keys) -> dict:
        """Distinct units by values of `keys` ("row", "column"): a person charged twice in a cell
        counts once. Charges of unnamed groups count only if the unit is cases."""

    @cached_property
    def _groups(self) -> list[tuple]:
        """Unnamed groups: row, column, participation, stated size."""
        # Filtering by the person id of the charge summary finds the few groups quickly.
        without_person = self.charges.filter(summary__person_id=None)
        groups = without_person.exclude(participation__group_label="")
        columns = ("row", "column", "participation", "participation__group_size")
        return list(groups.values_list(*columns).distinct())

    def _unnamed(self, *keys) -> dict:
        """People in unnamed groups and groups of unstated size, by `keys`; each group once."""
        groups = defaultdict(dict)
        for row, column, participation, size in self._groups:
            values = {"row": str(row), "column": str(column)}
            groups[tuple(values[key] for key in keys)][participation] = size
        return {
            key: (sum(size or 0 for size in sizes.values()), [*sizes.values()].count(None))
            for key, sizes in groups.items()
        }

    @cached_property
    def _values(self) -> dict:
        return self._counts("row", "column")

    @cached_property
    def rows(self) -> list[Heading]:
        return self._headings(self.row_dimension, 0)

    @cached_property
    def columns(self) -> list[Heading]:
        return self._headings(self.column_dimension, 1)

    def _headings(self, dimension, position) -> list[Heading]:
        values = {key[position] for key in self._values}
        values |= {str(group[position]) for group in self._groups}
        headings = dimension.headings(values, self.filterset)
        # If the request filters by this dimension, only the chosen values get a heading.
        chosen = self.filterset.conditions.get(dimension.name)
        return [h for h in headings if h.id in chosen] if chosen else headings

    @cached_property
    def cells(self) -> list[list[Cell]]:
        """Row by row, zeros included."""
        unnamed = self._unnamed("row", "column")
        return [
            [self._cell(row, column, self._values, unnamed) for column in self.columns]
            for row in self.rows
        ]

    @cached_property
    def row_totals(self) -> list[Cell]:
        """Distinct units of each row: may be less than the sum of its cells."""
        values, unnamed = self._counts("row"), self._unnamed("row")
        return [self._cell(row, None, values, unnamed) for row in self.rows]

    @property
    def lines(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """The total and the cells of each row."""
        return zip(self.row_totals, self.cells, strict=True)

    @cached_property
    def column_totals(self) -> list[Cell]:
        values, unnamed = self._counts("column"), self._unnamed("column")
        return [self._cell(None, column, values, unnamed) for column in self.columns]

    @cached_property
    def total(self) -> Cell:
        return self._cell(None, None, self._counts(), self._unnamed())

    def _cell(self, row, column, values, unnamed) -> Cell:
        key = tuple([heading.id for heading in (row, column) if heading])
        list_query = self._query(row, column)
        return Cell(row, column, values.get(key, 0), *unnamed.get(key, (0, 0)), list_query)

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
