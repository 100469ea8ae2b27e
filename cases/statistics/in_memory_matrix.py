"""Several matrices counted in memory from one read of the charges.

Each matrix asks the database four times, and every time it must work out dates and outcomes
anew. A page of charts asks once, and counts in memory what the matrix would.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from cases.enums import Unit

from .dimensions import DIMENSIONS
from .matrix import UNIT_KEYS, Usage, UsageFilter
from .rollup_source import RollupUsage, is_in_rollup

PARTICIPATION = (
    "participation",
    "participation__person",
    "participation__case",
    "participation__group_label",
    "participation__group_size",
)


@dataclass
class InMemoryMatrix:
    """The charges that meet the conditions, each with its values of some dimensions."""

    asked: UsageFilter
    dimensions: tuple[str, ...]

    @cached_property
    def columns(self) -> dict[str, int]:
        """Where each value stands in a row."""
        names = ("pk", *PARTICIPATION, *(f"by_{name}" for name in self.dimensions))
        return {name: place for place, name in enumerate(names)}

    @cached_property
    def rows(self) -> list[tuple]:
        charges = self.asked.charges().with_year(self.asked.counted_date)
        for name in self.dimensions:
            charges = DIMENSIONS[name].keyed(charges, f"by_{name}")
        first = self.columns["pk"] + 1 + len(PARTICIPATION)
        # The same few words stand in every row: kept once, they take little room.
        return [
            (*row[:first], *(sys.intern(str(value)) for value in row[first:]))
            for row in charges.order_by().values_list(*self.columns)
        ]

    def usage(self, rows: str, columns: str, **values: str) -> "InMemoryUsage":
        """The matrix of two of the dimensions; `values` may name another unit."""
        asked = self.asked.reshaped(rows=rows, columns=columns, **values)
        return InMemoryUsage(asked, tally=self)

    @property
    def participations(self) -> list[dict]:
        """Whoever was charged, each once, as fields of a participation."""
        start, end = self.columns["participation"], self.columns["participation__group_size"]
        names = ("pk", "person_id", "case_id", "group_label", "group_size")
        found = sorted({row[start : end + 1] for row in self.rows})
        return [dict(zip(names, values, strict=True)) for values in found]


def build_matrices(asked: UsageFilter) -> Usage:
    """The matrix asked for, from kept counts or from one reading of its charges. Raises
    BadParameters."""
    asked.require_valid()
    if is_in_rollup(asked):
        return RollupUsage(asked)
    rows, columns = asked.value("rows"), asked.value("columns")
    return InMemoryMatrix(asked, (rows, columns)).usage(rows, columns)


@dataclass
class InMemoryUsage(Usage):
    """A matrix that counts rows read already."""

    tally: InMemoryMatrix = None

    @property
    def _places(self) -> dict[str, int]:
        """Where the row and the column of the matrix stand in what was read."""
        of = {"row": self.row_dimension, "column": self.column_dimension}
        return {key: self.tally.columns[f"by_{dimension.name}"] for key, dimension in of.items()}

    def _counts(self, *keys) -> dict:
        places = [self._places[key] for key in keys]
        unit = self.tally.columns[UNIT_KEYS[self.unit]]
        person = self.tally.columns["participation__person"]
        units = defaultdict(set)
        for row in self.tally.rows:
            if self.unit == Unit.CASES or row[person]:
                units[tuple([row[place] for place in places])].add(row[unit])
        return {key: len(found) for key, found in units.items()}

    @cached_property
    def _groups(self) -> list[tuple]:
        columns = self.tally.columns
        label = columns["participation__group_label"]
        size = columns["participation__group_size"]
        told = [*self._places.values(), columns["participation"], size]
        return [tuple(row[place] for place in told) for row in self.tally.rows if row[label]]
