"""Usage matrix read from the rollup table.

A count of distinct people is not the sum of other counts, so the rollup (UsageCount) stores each
number: provision or law by one further dimension, with a measure for each basis, at three levels
(all provisions, one law, one provision). Any other matrix is counted from the charges
(in_memory_matrix.py).
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from cases.enums import Provenance
from cases.models import UsageCount
from cases.models.statistics.usage_count import WITHOUT_PERSON

from .matrix import Usage, UsageFilter

ROLLUP_DIMENSIONS = UsageCount.rollup.dimensions
GROUP_LEVELS = {"law": 1, "provision": 2}
# The parameters that the rollup supports; any other needs a count of the charges.
ROLLUP_PARAMETERS = set("rows columns unit basis date_basis provenance law provision".split())


def is_in_rollup(filterset: UsageFilter) -> bool:
    """Whether the rollup has the counts of the parameters, which must be valid.

    The rollup counts what the public sees, so staff connections never use it.
    """
    dimensions = filterset.value("rows"), filterset.value("columns")
    return (
        connection.reads_as_public
        and set(filterset.conditions) <= ROLLUP_PARAMETERS
        and sum(name in GROUP_LEVELS for name in dimensions) == 1
        and sum(name in ROLLUP_DIMENSIONS for name in dimensions) == 1
        and rollup_measure(filterset) is not None
        and group_key(filterset) is not None
    )


def rollup_measure(filterset: UsageFilter) -> str | None:
    """Name of the measure: the basis, with `_stated` if only stated charges count."""
    provenances = set(filterset.value("provenance"))
    if provenances == {Provenance.STATED}:
        return f"{filterset.value('basis')}_stated"
    return str(filterset.value("basis")) if provenances == set(Provenance) else None


def group_key(filterset: UsageFilter) -> dict | None:
    """The group whose rows are read: all provisions, one law or one provision; None if neither."""
    laws, provisions = filterset.value("law"), filterset.value("provision")
    match laws, provisions:
        case None, None:
            return {}
        case [law], None:
            return {"law": law}
        case None, [provision]:
            return {"law": provision.law_id, "provision": provision}
    return None


@dataclass
class RollupUsage(Usage):
    """A matrix whose counts are read from the rollup. Raises BadParameters."""

    def _counts(self, *keys) -> dict:
        dimensions = {"row": self.row_dimension, "column": self.column_dimension}
        names = [dimensions[key].name for key in keys]
        rollup_dimension = next((name for name in names if name in ROLLUP_DIMENSIONS), "")
        depths = [GROUP_LEVELS[name] for name in names if name != rollup_dimension]
        depth = max([len(group_key(self.filterset)), *depths])
        return {
            tuple(value if name == rollup_dimension else group[name] for name in names): n
            for unit, level, group, dimension, value, n in self._rollup_rows
            if (unit, level, dimension) == (self.unit, depth, rollup_dimension)
        }

    @cached_property
    def _groups(self) -> list[tuple]:
        """Queried only if the rollup counts any group: most provisions have none."""
        return super()._groups if any(row[0] == WITHOUT_PERSON for row in self._rollup_rows) else []

    @cached_property
    def _rollup_rows(self) -> list[tuple]:
        """Unit, level, group values, dimension, value and count of each row needed."""
        measure = rollup_measure(self.filterset)
        [other] = {self.row_dimension.name, self.column_dimension.name} & set(ROLLUP_DIMENSIONS)
        rows = UsageCount.objects.filter(
            unit__in=[self.unit, WITHOUT_PERSON],
            dimension__in=["", other],
            **group_key(self.filterset),
            **{f"{measure}__gt": 0},
        ).values_list("unit", "law__slug", "provision__slug", "dimension", "value", measure)
        return [
            (
                unit,
                (law is not None) + (article is not None),
                {"law": law, "provision": f"{law}/{article}"},
                *counted,
            )
            for unit, law, article, *counted in rows
        ]
