"""Chart of charges by year and outcome."""

from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import ChargeStatus
from cases.statistics import Usage
from cases.statistics.charts.base import (
    Chart,
    ChartRow,
    ChartTable,
    ChartValue,
    join_labelled_values,
    total_label,
    unnamed_labels,
)
from tracker.web.charts.stacked_bars import Bar, BarSegment, StackedBars
from tracker.web.lists.filters import UNKNOWN

OUTCOME_TONES = {
    ChargeStatus.COMPLAINED: "lines",
    ChargeStatus.CHARGED: "middle",
    ChargeStatus.ON_TRIAL: "posts",
    ChargeStatus.CONVICTED: "full",
    ChargeStatus.ACQUITTED: "light",
    ChargeStatus.DROPPED: "dots",
    ChargeStatus.REQUALIFIED: "cross",
    ChargeStatus.PARDONED: "slant",
    UNKNOWN: "empty",
}


class UseByYear(Chart):
    name = "use-by-year"
    label = gettext_lazy("Use by year and outcome")

    @property
    def usage(self) -> Usage:
        return self.question.by_year

    @property
    def title(self) -> str:
        return _("%(total)s, %(basis)s, by year and by where the charges stand") % self.title_values

    @property
    def description(self) -> str:
        usage = self.usage
        words = {
            "years": join_labelled_values(
                (total.row.label, total.value) for total in usage.row_totals
            ),
            "outcomes": join_labelled_values(
                (total.column.label, total.value) for total in usage.column_totals
            ),
        }
        return _("By year: %(years)s. By outcome: %(outcomes)s.") % words

    @property
    def notes(self) -> list[str]:
        return [
            _(
                "Whoever has charges of different outcomes stands in several parts of a bar; "
                "the number above it counts each once."
            )
        ]

    @property
    def table(self) -> ChartTable:
        usage = self.usage
        outcomes = [column.label for column in usage.columns]
        return ChartTable(
            header=[_("Year"), total_label(), *outcomes, *unnamed_labels()],
            rows=[
                ChartRow(ChartValue(total.row.label), self.link_values(total, cells))
                for total, cells in usage.lines
            ],
            total=self.total_row(usage.total, usage.column_totals),
        )

    @property
    def drawing(self) -> StackedBars:
        usage = self.usage
        return StackedBars(
            **self.drawing_texts,
            parts=[
                BarSegment(total.column.label, OUTCOME_TONES[total.column.id], total.value)
                for total in usage.column_totals
            ],
            bars=[
                Bar(
                    total.row.label,
                    total.value,
                    tuple(cell.value for cell in cells),
                    is_apart=total.row.id == UNKNOWN,
                )
                for total, cells in usage.lines
            ],
            total_note=_("each counted once"),
        )
