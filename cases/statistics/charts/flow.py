"""Chart of prosecutions by stage reached."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import Basis, ChargeStatus
from cases.statistics import Cell
from cases.statistics.charts.base import (
    Chart,
    ChartRow,
    ChartTable,
    ChartValue,
    listed,
    unnamed_labels,
)
from tracker.web.charts import Flow, FlowStage
from tracker.web.lists.filters import UNKNOWN


@dataclass(frozen=True)
class ProsecutionStage:
    """One stage: the basis it is counted on, and the outcome, where it is one."""

    label: str
    tone: str
    basis: Basis
    outcome: str = ""
    heading: str = ""


# A requalified charge is tried under the article it became. So trials and what came of them are
# counted as tried, and whatever ended or rests before a trial as charged.
STEPS = [
    ProsecutionStage(
        gettext_lazy("Charged"), "middle", Basis.CHARGED, heading=gettext_lazy("How far it went")
    ),
    ProsecutionStage(gettext_lazy("Tried"), "posts", Basis.TRIED),
    ProsecutionStage(gettext_lazy("Convicted, those pardoned later too"), "full", Basis.CONVICTED),
    ProsecutionStage(
        gettext_lazy("Acquitted"),
        "light",
        Basis.TRIED,
        ChargeStatus.ACQUITTED,
        gettext_lazy("Ended otherwise"),
    ),
    ProsecutionStage(gettext_lazy("Dropped"), "dots", Basis.CHARGED, ChargeStatus.DROPPED),
    ProsecutionStage(
        gettext_lazy("Requalified: goes on under another article"),
        "cross",
        Basis.CHARGED,
        ChargeStatus.REQUALIFIED,
    ),
    ProsecutionStage(
        gettext_lazy("Charged, nothing later recorded"),
        "middle",
        Basis.CHARGED,
        ChargeStatus.CHARGED,
        gettext_lazy("No end recorded"),
    ),
    ProsecutionStage(gettext_lazy("On trial"), "posts", Basis.TRIED, ChargeStatus.ON_TRIAL),
    ProsecutionStage(gettext_lazy("Not known"), "empty", Basis.CHARGED, UNKNOWN),
]


class CaseFlow(Chart):
    name = "case-flow"
    label = gettext_lazy("How far prosecutions went")

    @cached_property
    def reached(self) -> list[tuple[ProsecutionStage, Cell]]:
        """Each stage with its number; without outcomes the reader left out."""
        found = []
        usages = {b: self.question.tally(b).usage("year", "outcome") for b in Basis}
        for step in STEPS:
            usage = usages[step.basis]
            if not step.outcome:
                found.append((step, usage.total))
            for total in usage.column_totals if step.outcome else ():
                if total.column.id == step.outcome:
                    found.append((step, total))
        return found

    @property
    def _stages(self) -> list[int]:
        return [cell.value for step, cell in self.reached if not step.outcome]

    @property
    def title(self) -> str:
        charged, tried, convicted = self._stages
        words = {"charged": charged, "tried": tried, "convicted": convicted}
        words["unit"] = self.question.unit.label.capitalize()
        return _("%(unit)s: %(charged)d charged, %(tried)d tried, %(convicted)d convicted") % words

    @property
    def description(self) -> str:
        return listed((step.label, cell.value) for step, cell in self.reached) + "."

    @property
    def counted(self) -> str:
        return self.question.counted(basis=_("each stage on its own, as the table says"))

    @property
    def notes(self) -> list[str]:
        return [
            _(
                "Bars compare; they need not add up: whoever has several charges can stand at "
                "several stages."
            )
        ]

    @property
    def table(self) -> ChartTable:
        return ChartTable(
            header=[_("Stage"), _("Basis"), str(self.question.unit.label), *unnamed_labels()],
            rows=[
                ChartRow(
                    ChartValue(str(step.label)),
                    [ChartValue(str(step.basis.label)), *self.numbers(cell)],
                )
                for step, cell in self.reached
            ],
        )

    @property
    def drawing(self) -> Flow:
        return Flow(
            name=self.name,
            title=self.title,
            description=self.description,
            stages=[
                FlowStage(str(step.label), cell.value, step.tone, str(step.heading))
                for step, cell in self.reached
            ],
        )
