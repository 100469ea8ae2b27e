"""The usage matrix counted by SQL: an independent count for tests to compare with."""

from dataclasses import dataclass

from django.db.models import Count

from cases.enums import Unit
from cases.statistics import Usage
from cases.statistics.matrix import UNIT_FIELDS


@dataclass
class SqlUsage(Usage):
    def _counts(self, *keys) -> dict:
        """Distinct units by values of `keys`: charges of unnamed groups count in cases only."""
        unit = Count(UNIT_FIELDS[self.unit], distinct=True)
        named = self.charges.filter(participation__person__isnull=False)
        counted = self.charges if self.unit == Unit.CASES else named
        if not keys:
            return {(): counted.aggregate(n=unit)["n"]}
        rows = counted.values(*keys).annotate(n=unit).values_list(*keys, "n")
        return {tuple(str(key) for key in key_values): n for *key_values, n in rows}
