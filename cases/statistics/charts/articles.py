"""Charts of articles by category of person and over time."""

from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from cases.enums import Category
from cases.statistics import Cell, Heading, Usage
from cases.statistics.charts.base import (
    Chart,
    join_labelled_values,
    total_label,
    unnamed_labels,
)
from cases.statistics.charts.tables import ChartRow, ChartTable, ChartValue
from cases.statistics.charts.words import single_highest, units_in_words
from cases.statistics.engine import NOTHING
from tracker.web.charts.heat_rows import HeatRow, HeatRows
from tracker.web.charts.small_multiples import Panel, SmallMultiples
from tracker.web.lists.filters import UNKNOWN

MAX_DRAWN = 16
# Headings for narrow columns; the data table has the full labels.
SHORT_CATEGORY_LABELS = {
    Category.OPPOSITION: gettext_lazy("Opposition"),
    Category.JOURNALIST: gettext_lazy("Journalist"),
    Category.RIGHTS_DEFENDER: gettext_lazy("Rights or NGO"),
    Category.ENVIRONMENT: gettext_lazy("Environment"),
    Category.UNION: gettext_lazy("Unionist"),
    Category.YOUTH: gettext_lazy("Student or youth"),
    Category.ARTIST: gettext_lazy("Artist"),
    Category.WORKER: gettext_lazy("Worker"),
    Category.PUBLIC: gettext_lazy("Public"),
    Category.RELATIVE: gettext_lazy("Relative"),
    Category.OFFICIAL: gettext_lazy("Official"),
    Category.EXPERT: gettext_lazy("Expert"),
    Category.OTHER: gettext_lazy("Other"),
    Category.UNKNOWN: gettext_lazy("Unknown"),
}


class ArticlesChart(Chart):
    """Base class of charts of articles, the most used first."""

    columns: ClassVar[str]  # the dimension beside the articles
    plain_title: ClassVar[str]  # if the numbers allow no finding

    @cached_property
    def usage(self) -> Usage:
        return self.question.usage("provision", self.columns)

    @cached_property
    def ranked_lines(self) -> list[tuple[Cell, list[Cell]]]:
        """Total and cells of each article, including unused ones."""
        return sorted(self.usage.lines, key=lambda line: self.usage.rank(line[0]))

    @cached_property
    def drawable_lines(self) -> list[tuple[Cell, list[Cell]]]:
        return [line for line in self.ranked_lines if not line[0].is_empty]

    @property
    def drawn_lines(self) -> list[tuple[Cell, list[Cell]]]:
        return self.drawable_lines[:MAX_DRAWN]

    @property
    def title(self) -> str:
        unit = self.question.unit
        highest = single_highest(unit, self.usage.row_totals)
        if highest is None:
            return str(self.plain_title)
        words = {"article": highest.row.compact_label or highest.row.label, "n": highest.value}
        words["total"] = units_in_words(unit, self.usage.total.value)
        return _("Most under %(article)s: %(n)d of %(total)s") % words

    @property
    def description(self) -> str:
        totals = ((total.row.label, self.amount(total).words) for total, _cells in self.drawn_lines)
        lines = join_labelled_values(totals)
        return _("Most used: %(lines)s.") % {"lines": lines or _("none recorded")}

    @property
    def notes(self) -> list[str]:
        return [
            self._how_many_drawn,
            _("Someone charged under several articles is counted under each one."),
        ]

    @property
    def _how_many_drawn(self) -> str:
        used = len(self.drawable_lines)
        if used > MAX_DRAWN:
            words = {"n": MAX_DRAWN, "used": used}
            text = _("Shows the %(n)d most used of %(used)d articles. The table lists all of them.")
            return text % words
        others = sum(total.is_empty for total, _cells in self.ranked_lines)
        return ngettext(
            "Shows every article used; %(n)d other has none recorded.",
            "Shows every article used; %(n)d others have none recorded.",
            others,
        ) % {"n": others}

    @property
    def shown_columns(self) -> list[Heading]:
        return self.usage.columns

    def line_cells(self, cells: list[Cell]) -> list[Cell]:
        """The cells of a line in `shown_columns`."""
        return cells

    @property
    def table(self) -> ChartTable:
        usage, rows, empty_rows = self.usage, [], []
        for total, cells in self.ranked_lines:
            article = ChartValue(total.row.label, f"{reverse('laws:law-list')}{total.row.id}/")
            row = ChartRow(article, self.link_values(total, self.line_cells(cells)))
            (empty_rows if total.is_empty else rows).append(row)
        columns = [column.label for column in self.shown_columns]
        return self.make_table(
            header=[_("Article"), total_label(), *columns, *unnamed_labels()],
            rows=rows,
            empty_rows=empty_rows,
            total=self.total_row(usage.total, self.line_cells(usage.column_totals)),
        )


class ArticlesByCategory(ArticlesChart):
    name = "article-by-category"
    label = gettext_lazy("Articles by category of person")
    plain_title = label
    columns = "category"
    has_bars = False

    @property
    def subtitle(self) -> str:
        text = _("%(total)s by article and category of person, %(counted)s.")
        return text % self.subtitle_values

    @property
    def drawing(self) -> HeatRows:
        """Categories without a count have no column; the notes name them."""
        shown = [i for i, column in enumerate(self.usage.columns) if self._is_used(i)]
        return HeatRows(
            **self.drawing_texts,
            total_label=_("Total"),
            columns=[str(SHORT_CATEGORY_LABELS[self.usage.columns[i].id]) for i in shown],
            rows=[
                HeatRow(
                    total.row.label,
                    self.amount(total),
                    tuple(self.amount(cells[i]) for i in shown),
                )
                for total, cells in self.drawn_lines
            ],
        )

    def _is_used(self, index: int) -> bool:
        return any(not cells[index].is_empty for _total, cells in self.drawn_lines)

    @property
    def notes(self) -> list[str]:
        notes = super().notes
        unused = [c.label for i, c in enumerate(self.usage.columns) if not self._is_used(i)]
        if unused:
            words = {"categories": "; ".join(unused)}
            notes.append(_("None in this chart: %(categories)s.") % words)
        if self.drawing.is_rounded:
            notes.append(_("k means thousands, rounded. The table has the exact numbers."))
        return notes


class ArticlesOverTime(ArticlesChart):
    name = "articles-over-time"
    label = gettext_lazy("Articles over time")
    plain_title = label
    columns = "year"
    is_over_years = True

    @property
    def subtitle(self) -> str:
        text = _("%(total)s by article over time, all on the same scale, %(counted)s.")
        return text % self.subtitle_values

    @property
    def shown_columns(self) -> list[Heading]:
        """Every year to that of the latest source, then the unknown one."""
        columns = self.usage.columns
        known = [column for column in columns if column.id != UNKNOWN]
        return [*known, *self.question.later_years, *columns[len(known) :]]

    def line_cells(self, cells: list[Cell]) -> list[Cell]:
        known = known_years(cells)
        later = [Cell(None, year, NOTHING) for year in self.question.later_years]
        return [*known, *later, *cells[len(known) :]]

    @cached_property
    def drawable_lines(self) -> list[tuple[Cell, list[Cell]]]:
        """The articles with a count in a known year: a panel of others would be empty."""
        return [
            line
            for line in self.ranked_lines
            if any(not cell.is_empty for cell in known_years(line[1]))
        ]

    @cached_property
    def is_empty(self) -> bool:
        return not self.drawable_lines

    @property
    def empty_reason(self) -> str:
        return _("No charge counted has a known year.")

    @property
    def description(self) -> str:
        lines = []
        for total, cells in self.drawn_lines:
            used = (cell for cell in known_years(cells) if not cell.is_empty)
            years = ((cell.column.label, self.amount(cell).words) for cell in used)
            lines.append(f"{total.row.label}: {join_labelled_values(years)}")
        return _("By year: %(lines)s.") % {"lines": ". ".join(lines) or _("none recorded")}

    @property
    def _how_many_drawn(self) -> str:
        words = {"n": len(self.drawn_lines), "years": len(self.drawable_lines)}
        words["used"] = sum(not total.is_empty for total, _cells in self.ranked_lines)
        text = _(
            "%(used)d articles were used, %(years)d of them in a known year. "
            "This chart shows %(n)d; the table lists all of them."
        )
        return text % words

    @property
    def table(self) -> ChartTable:
        table = super().table
        years = enumerate(self.shown_columns, start=2)  # after the article and the total
        table.few_by_column = {
            i: self.question.is_few(year) for i, year in years if year.id != UNKNOWN
        }
        return table

    @property
    def drawing(self) -> SmallMultiples:
        years = [column for column in self.shown_columns if column.id != UNKNOWN]
        few = [i for i, year in enumerate(years) if self.question.is_few(year)]
        return SmallMultiples(
            **self.drawing_texts,
            first=years[0].label if years else "",
            last=years[-1].label if years else "",
            few_from=few[0] if few else None,
            panels=[self._panel(total, cells) for total, cells in self.drawn_lines],
        )

    def _panel(self, total: Cell, cells: list[Cell]) -> Panel:
        words, undated = self.amount(total).words, [c for c in cells if c.column.id == UNKNOWN]
        for cell in undated:
            if not cell.is_empty:
                text = _("%(total)s; year unknown: %(undated)s")
                words = text % {"total": words, "undated": self.amount(cell).words}
        return Panel(
            label=total.row.label,
            words=words,
            amounts=tuple(self.amount(cell) for cell in known_years(self.line_cells(cells))),
        )


def known_years(cells: list[Cell]) -> list[Cell]:
    """The cells whose year is known."""
    return [cell for cell in cells if cell.column.id != UNKNOWN]
