"""Chart of prosecutions by stage reached."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import Basis, ChargeStatus
from cases.statistics import Cell
from cases.statistics.charts.base import (
    Chart,
    join_labelled_values,
    unnamed_labels,
)
from cases.statistics.charts.tables import ChartRow, ChartTable, ChartValue
from tracker.web.charts.flow import Flow, FlowStage
from tracker.web.lists.filters import UNKNOWN


@dataclass(frozen=True)
class ProsecutionStage:
    """One bar: the basis it is counted on, and the outcome it is limited to, if any."""

    label: str
    tone: str
    basis: Basis
    outcome: str = ""
    heading: str = ""


# A requalified charge is tried under its new article. So trials and their outcomes are counted on
# the basis `tried`, and charges that ended or rest before a trial on the basis `charged`.
STAGES = [
    ProsecutionStage(
        gettext_lazy("Charged"), "middle", Basis.CHARGED, heading=gettext_lazy("How far they got")
    ),
    ProsecutionStage(gettext_lazy("Tried"), "posts", Basis.TRIED),
    ProsecutionStage(
        gettext_lazy("Convicted (including those later pardoned)"), "full", Basis.CONVICTED
    ),
    ProsecutionStage(
        gettext_lazy("Acquitted"),
        "light",
        Basis.TRIED,
        ChargeStatus.ACQUITTED,
        gettext_lazy("Other endings"),
    ),
    ProsecutionStage(gettext_lazy("Dropped"), "dots", Basis.CHARGED, ChargeStatus.DROPPED),
    ProsecutionStage(
        gettext_lazy("Reclassified: continued under another article"),
        "cross",
        Basis.CHARGED,
        ChargeStatus.REQUALIFIED,
    ),
    ProsecutionStage(
        gettext_lazy("Charged, no later step recorded"),
        "middle",
        Basis.CHARGED,
        ChargeStatus.CHARGED,
        gettext_lazy("No outcome recorded"),
    ),
    ProsecutionStage(
        gettext_lazy("On trial, when last known"), "posts", Basis.TRIED, ChargeStatus.ON_TRIAL
    ),
    ProsecutionStage(gettext_lazy("Unknown"), "empty", Basis.CHARGED, UNKNOWN),
]


class CaseFlow(Chart):
    name = "case-flow"
    label = gettext_lazy("How far prosecutions went")

    @cached_property
    def stage_cells(self) -> list[tuple[ProsecutionStage, Cell]]:
        """Each stage with its cell; without outcomes excluded by the filters."""
        cells = {}
        for basis in Basis:
            usage = self.question.usage("year", "outcome", basis)
            cells[basis, ""] = usage.total
            cells |= {(basis, total.column.id): total for total in usage.column_totals}
        stages = ((step, cells.get((step.basis, step.outcome))) for step in STAGES)
        return [(step, cell) for step, cell in stages if cell]

    @property
    def _basis_counts(self) -> list[int]:
        """Charged, tried, convicted."""
        return [cell.value for step, cell in self.stage_cells if not step.outcome]

    @property
    def title(self) -> str:
        charged, tried, convicted = self._basis_counts
        words = {"charged": charged, "tried": tried, "convicted": convicted}
        words["unit"] = self.question.unit.label.capitalize()
        return (
            _(
                "%(unit)s charged: %(charged)d; known to be tried: %(tried)d, "
                "convicted: %(convicted)d"
            )
            % words
        )

    @property
    def subtitle(self) -> str:
        text = _("%(total)s by stage reached, each stage on its own basis, %(counted)s.")
        counted = self.question.matrix.how_counted_by(basis=None)
        return text % (self.subtitle_values | {"counted": counted})

    @cached_property
    def is_empty(self) -> bool:
        return all(cell.is_empty for _step, cell in self.stage_cells)

    @property
    def description(self) -> str:
        stages = ((step.label, self.amount(cell).words) for step, cell in self.stage_cells)
        return f"{join_labelled_values(stages)}."

    @property
    def counting_note(self) -> str:
        return self.question.counting_note(basis=_("each stage separately, as in the table"))

    @property
    def notes(self) -> list[str]:
        return [
            _(
                "The bars do not add up to a total: someone with several charges can appear at "
                "more than one stage."
            )
        ]

    @property
    def table(self) -> ChartTable:
        return self.make_table(
            header=[_("Stage"), _("Basis"), str(self.question.unit.label), *unnamed_labels()],
            rows=[
                ChartRow(
                    ChartValue(str(step.label)),
                    [ChartValue(str(step.basis.label)), *self.link_values(cell)],
                )
                for step, cell in self.stage_cells
            ],
        )

    @property
    def drawing(self) -> Flow:
        return Flow(
            **self.drawing_texts,
            stages=[
                FlowStage(str(step.label), self.amount(cell), step.tone, str(step.heading))
                for step, cell in self.stage_cells
            ],
        )
