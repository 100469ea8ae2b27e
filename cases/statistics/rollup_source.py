"""Usage matrix read from the rollup table.

A count of distinct people cannot be put together from others: what is kept (UsageCount) are the
numbers of one shape, an article or law by one thing more, on each basis, for all provisions or for
one law or one article. A question that asks for more is counted from the charges (tally.py).
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from cases.enums import Provenance
from cases.models import UsageCount
from cases.models.statistics.usage_count import UNNAMED

from .matrix import Usage, UsageFilter

KEPT = UsageCount.rollup.dimensions
DEPTHS = {"law": 1, "provision": 2}
# All that a question may say and still be answered from what is kept.
PLAIN = {"rows", "columns", "unit", "basis", "date_basis", "provenance", "law", "provision"}


def is_in_rollup(asked: UsageFilter) -> bool:
    """Whether the public's kept counts answer a question, which must be valid."""
    shape = asked.value("rows"), asked.value("columns")
    return (
        connection.reads_as_public
        and set(asked.conditions) <= PLAIN
        and sum(name in DEPTHS for name in shape) == 1
        and sum(name in KEPT for name in shape) == 1
        and sort_of(asked) is not None
        and group_key(asked) is not None
    )


def sort_of(asked: UsageFilter) -> str | None:
    """The name of the number: on which basis, of what is stated or of everything."""
    known = set(asked.value("provenance"))
    if known == {Provenance.STATED}:
        return f"{asked.value('basis')}_stated"
    return str(asked.value("basis")) if known == set(Provenance) else None


def group_key(asked: UsageFilter) -> dict | None:
    """What is asked about: all provisions, one law or one provision."""
    laws, provisions = asked.value("law"), asked.value("provision")
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
    """A matrix whose numbers are read. Raises BadParameters as every matrix does."""

    def _counts(self, *keys) -> dict:
        dimensions = {"row": self.row_dimension, "column": self.column_dimension}
        names = [dimensions[key].name for key in keys]
        by = next((name for name in names if name in KEPT), "")
        depth = max([len(group_key(self.asked)), *(DEPTHS[name] for name in names if name != by)])
        return {
            tuple(value if name == by else at[name] for name in names): n
            for unit, level, at, dimension, value, n in self._kept
            if (unit, level, dimension) == (self.unit, depth, by)
        }

    @cached_property
    def _groups(self) -> list[tuple]:
        """Asked for only where there are any: most articles are used against nobody but people."""
        return super()._groups if any(row[0] == UNNAMED for row in self._kept) else []

    @cached_property
    def _kept(self) -> list[tuple]:
        """Unit, depth, place, dimension, value and number of whatever may stand in the matrix."""
        sort = sort_of(self.asked)
        [other] = {self.row_dimension.name, self.column_dimension.name} & set(KEPT)
        rows = UsageCount.objects.filter(
            unit__in=[self.unit, UNNAMED],
            dimension__in=["", other],
            **group_key(self.asked),
            **{f"{sort}__gt": 0},
        ).values_list("unit", "law__slug", "provision__slug", "dimension", "value", sort)
        return [
            (unit, (law is not None) + (article is not None), places(law, article), *counted)
            for unit, law, article, *counted in rows
        ]


def places(law: str | None, article: str | None) -> dict[str, str]:
    return {"law": law, "provision": f"{law}/{article}"}
