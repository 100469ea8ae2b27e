"""Chart of charges by year and last known status."""

from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import ChargeStatus
from cases.statistics import Cell, Usage
from cases.statistics.charts.base import (
    Chart,
    join_labelled_values,
    total_label,
    unnamed_labels,
)
from cases.statistics.charts.tables import ChartRow, ChartTable, ChartValue
from cases.statistics.charts.words import single_highest, units_in_words
from cases.statistics.engine import NOTHING
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
    ChargeStatus.PARDONED: "waves",
    UNKNOWN: "empty",
}
FEWEST_FOR_A_FINDING = 5  # with a known year: fewer make no peak


class UseByYear(Chart):
    name = "use-by-year"
    label = gettext_lazy("Use by year and status")
    is_over_years = True

    @property
    def usage(self) -> Usage:
        return self.question.by_year

    @cached_property
    def lines(self) -> list[tuple[Cell, list[Cell]]]:
        """Total and cells of each year, to that of the latest source; then the unknown one."""
        lines, question = list(self.usage.lines), self.question
        later = [
            (Cell(year, None, NOTHING), [Cell(year, c, NOTHING) for c in self.usage.columns])
            for year in question.later_years
        ]
        known = [line for line in lines if line[0].row.id != UNKNOWN]
        return [*known, *later, *lines[len(known) :]]

    @property
    def title(self) -> str:
        """The highest year; whoever has no known year could change it."""
        unit, total = self.question.unit, self.usage.total
        years = [cell for cell in self.usage.row_totals if cell.row.id != UNKNOWN]
        undated = [cell for cell in self.usage.row_totals if cell.row.id == UNKNOWN]
        highest = single_highest(unit, years)
        dated = total.value - sum(cell.value for cell in undated)
        if highest is None or dated < FEWEST_FOR_A_FINDING:
            return _("Charges by year and last known status")
        apart = sum(cell.value + cell.unnamed_people for cell in undated)
        highest_in_words = units_in_words(unit, highest.value)
        words = {"year": highest.row.label, "highest": highest_in_words}
        if not single_highest(unit, years, apart):
            return _("Most with a known year: %(year)s, %(highest)s") % words
        return _("Most in %(year)s: %(highest)s") % words

    @property
    def subtitle(self) -> str:
        text = _("%(total)s by year and last known status of the charges, %(counted)s.")
        return text % self.subtitle_values

    @property
    def description(self) -> str:
        years = ((c.row.label, self._year_in_words(c)) for c, _cells in self.lines)
        outcomes = (
            (total.column.label, self.amount(total).words) for total in self.usage.column_totals
        )
        words = {"years": join_labelled_values(years), "outcomes": join_labelled_values(outcomes)}
        return _("By year: %(years)s. By last known status: %(outcomes)s.") % words

    def _year_in_words(self, total: Cell) -> str:
        is_few = self.question.is_few(total.row)
        return _("few sources") if is_few and total.is_empty else self.amount(total).words

    @property
    def notes(self) -> list[str]:
        with_groups = (
            (total.row.label, self.amount(total).words)
            for total, _cells in self.lines
            if total.has_groups
        )
        groups = join_labelled_values(with_groups)
        undated = [cell for cell in self.usage.row_totals if cell.row.id == UNKNOWN]
        text = _(
            "Without a certain year: %(n)s. They may belong to a year that shows fewer or none."
        )
        return [
            *([f"{groups}."] if groups else []),
            *(text % {"n": self.amount(cell).words} for cell in undated if not cell.is_empty),
            _(
                "Charges with a different status appear in different parts of a bar, so one person "
                "can appear twice. The number above the bar counts each once."
            ),
        ]

    @property
    def table(self) -> ChartTable:
        usage = self.usage
        outcomes = [column.label for column in usage.columns]
        return self.make_table(
            header=[_("Year"), total_label(), *outcomes, *unnamed_labels()],
            rows=[
                ChartRow(
                    ChartValue(total.row.label),
                    self.link_values(total, cells),
                    None if total.row.id == UNKNOWN else self.question.is_few(total.row),
                )
                for total, cells in self.lines
            ],
            total=self.total_row(usage.total, usage.column_totals),
        )

    @property
    def drawing(self) -> StackedBars:
        return StackedBars(
            **self.drawing_texts,
            parts=[
                BarSegment(
                    total.column.label,
                    OUTCOME_TONES[total.column.id],
                    total.value,
                    total.unnamed_people,
                )
                for total in self.usage.column_totals
            ],
            bars=[
                Bar(
                    total.row.label,
                    self.amount(total),
                    tuple(cell.value for cell in cells),
                    is_apart=total.row.id == UNKNOWN,
                    is_few=self.question.is_few(total.row),
                )
                for total, cells in self.lines
            ],
            total_note=_("each counted once"),
            key_heading=capfirst(self._status_in_words),
        )

    @property
    def _status_in_words(self) -> str:
        as_of = self.question.coverage.as_of
        if as_of is None:
            return _("last known status")
        return _("last known status, as of %(day)s") % {"day": as_of.in_words()}
