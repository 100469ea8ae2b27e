"""Counts several matrices in memory from one query of the charges.

Counting in SQL takes four queries a matrix, each of which derives dates and outcomes again. The
charts page needs several matrices of the same charges, so it reads them once.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from cases.enums import Unit
from cases.models import Participation

from .dimensions import DIMENSIONS
from .matrix import UNIT_FIELDS, Usage, UsageFilter
from .rollup_source import RollupUsage, is_in_rollup

PARTICIPATION_COLUMNS = (
    "participation",
    "participation__person",
    "participation__case",
    "participation__group_label",
    "participation__group_size",
)


@dataclass
class InMemoryCharges:
    """The charges that meet the filter parameters, with their values of the given dimensions."""

    filterset: UsageFilter
    dimensions: tuple[str, ...]

    @cached_property
    def column_indexes(self) -> dict[str, int]:
        """Index of each value in a row."""
        names = ("pk", *PARTICIPATION_COLUMNS, *(f"by_{name}" for name in self.dimensions))
        return {name: index for index, name in enumerate(names)}

    @cached_property
    def rows(self) -> list[tuple]:
        charges = self.filterset.charges().with_year(self.filterset.counted_date)
        for name in self.dimensions:
            charges = DIMENSIONS[name].annotate(charges, f"by_{name}")
        first = 1 + len(PARTICIPATION_COLUMNS)
        # Few distinct values: interning keeps one copy of each string.
        return [
            (*row[:first], *(sys.intern(str(value)) for value in row[first:]))
            for row in charges.order_by().values_list(*self.column_indexes)
        ]

    def usage(self, rows: str, columns: str, **values: str) -> "InMemoryUsage":
        """The matrix of two of the dimensions; `values` override parameters such as the unit."""
        filterset = self.filterset.with_parameters(rows=rows, columns=columns, **values)
        return InMemoryUsage(filterset, loaded_charges=self)

    @cached_property
    def participations(self) -> list[Participation]:
        """The distinct participations charged; only the columns read here are set."""
        names = ("pk", "person_id", "case_id", "group_label", "group_size")
        participations = sorted({row[1 : 1 + len(names)] for row in self.rows})
        return [Participation(**dict(zip(names, row, strict=True))) for row in participations]


def build_usage(filterset: UsageFilter) -> Usage:
    """The matrix of the parameters, from the rollup if it has the counts, else from the charges.

    Raises BadParameters.
    """
    filterset.require_valid()
    if is_in_rollup(filterset):
        return RollupUsage(filterset)
    rows, columns = filterset.value("rows"), filterset.value("columns")
    return InMemoryCharges(filterset, (rows, columns)).usage(rows, columns)


@dataclass
class InMemoryUsage(Usage):
    """A matrix counted from charges that are already in memory."""

    loaded_charges: InMemoryCharges = None

    @property
    def _dimension_indexes(self) -> dict[str, int]:
        """Index of the row and the column value in a charge row."""
        dimensions = {"row": self.row_dimension, "column": self.column_dimension}
        columns = self.loaded_charges.column_indexes
        return {key: columns[f"by_{dimension.name}"] for key, dimension in dimensions.items()}

    def _counts(self, *keys) -> dict:
        indexes = [self._dimension_indexes[key] for key in keys]
        unit = self.loaded_charges.column_indexes[UNIT_FIELDS[self.unit]]
        person = self.loaded_charges.column_indexes["participation__person"]
        units = defaultdict(set)
        for row in self.loaded_charges.rows:
            if self.unit == Unit.CASES or row[person]:
                units[tuple([row[index] for index in indexes])].add(row[unit])
        return {key: len(distinct) for key, distinct in units.items()}

    @cached_property
    def _groups(self) -> list[tuple]:
        columns = self.loaded_charges.column_indexes
        label = columns["participation__group_label"]
        size = columns["participation__group_size"]
        indexes = [*self._dimension_indexes.values(), columns["participation"], size]
        return [
            tuple(row[index] for index in indexes) for row in self.loaded_charges.rows if row[label]
        ]
