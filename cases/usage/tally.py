"""Several matrices of one question, counted from one reading of its charges.

Each matrix asks the database four times, and every time it must work out dates and outcomes
anew. A page of charts asks once, and counts in memory what the matrix would.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from cases.enums import Unit

from .dimensions import DIMENSIONS
from .matrix import UNIT_KEYS, Usage, UsageFilter

GROUP = ("participation__group_label", "participation__group_size")


@dataclass
class Tally:
    """The charges that meet the conditions, each with its values of some dimensions."""

    asked: UsageFilter
    dimensions: tuple[str, ...]

    @cached_property
    def rows(self) -> list[dict]:
        charges = self.asked.charges().with_date(self.asked.counted_date)
        names = {name: f"by_{name}" for name in self.dimensions}
        for name, key in names.items():
            charges = DIMENSIONS[name].keyed(charges, key)
        return list(charges.order_by().values(*UNIT_KEYS.values(), *GROUP, *names.values()))

    def usage(self, rows: str, columns: str, **values: str) -> "TalliedUsage":
        """The matrix of two of the dimensions; `values` may name another unit."""
        asked = self.asked.reshaped(rows=rows, columns=columns, **values)
        return TalliedUsage(asked, tally=self)


@dataclass
class TalliedUsage(Usage):
    """A matrix that counts rows read already."""

    tally: Tally = None

    def _keys(self, row: dict, keys: tuple[str, ...]) -> tuple[str, ...]:
        dimensions = {"row": self.row_dimension, "column": self.column_dimension}
        return tuple(str(row[f"by_{dimensions[key].name}"]) for key in keys)

    def _counts(self, *keys) -> dict:
        units, unit = defaultdict(set), UNIT_KEYS[self.unit]
        for row in self.tally.rows:
            if self.unit == Unit.CASES or row["participation__person"]:
                units[self._keys(row, keys)].add(row[unit])
        return {key: len(found) for key, found in units.items()}

    @cached_property
    def _groups(self) -> list[tuple]:
        groups = (row for row in self.tally.rows if row["participation__group_label"])
        return [
            (*self._keys(row, ("row", "column")), row["participation"], row[GROUP[1]])
            for row in groups
        ]
