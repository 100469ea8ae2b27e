"""Charts of articles by category of person and over time."""

from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from cases.enums import Category
from cases.statistics import Cell, Usage
from cases.statistics.charts.base import (
    Chart,
    ChartRow,
    ChartTable,
    ChartValue,
    join_labelled_values,
    total_label,
    unnamed_labels,
)
from tracker.web.charts.heat_rows import HeatRow, HeatRows
from tracker.web.charts.small_multiples import Panel, SmallMultiples
from tracker.web.lists.filters import UNKNOWN

MAX_DRAWN = 16
# Headings for narrow columns; the data table has the full labels.
SHORT_CATEGORY_LABELS = {
    Category.OPPOSITION: gettext_lazy("Opposition"),
    Category.JOURNALIST: gettext_lazy("Journalist"),
    Category.RIGHTS_DEFENDER: gettext_lazy("Rights, NGO"),
    Category.ENVIRONMENT: gettext_lazy("Environment"),
    Category.UNION: gettext_lazy("Unionist"),
    Category.YOUTH: gettext_lazy("Youth, student"),
    Category.ARTIST: gettext_lazy("Artist"),
    Category.WORKER: gettext_lazy("Worker"),
    Category.PUBLIC: gettext_lazy("Public"),
    Category.RELATIVE: gettext_lazy("Relative"),
    Category.OFFICIAL: gettext_lazy("Official"),
    Category.EXPERT: gettext_lazy("Expert"),
    Category.OTHER: gettext_lazy("Other"),
    Category.UNKNOWN: gettext_lazy("Not known"),
}


class ArticlesChart(Chart):
    """Base class of charts of articles, the most used first."""

    columns: ClassVar[str]  # the dimension beside the articles

    @cached_property
    def usage(self) -> Usage:
        return self.question.usage("provision", self.columns)

    @cached_property
    def ranked_lines(self) -> list[tuple[Cell, list[Cell]]]:
        """Total and cells of each article, including unused ones."""
        return sorted(self.usage.lines, key=lambda line: line[0].usage_order)

    @property
    def drawable_lines(self) -> list[tuple[Cell, list[Cell]]]:
        return [line for line in self.ranked_lines if line[0].value]

    @property
    def drawn_lines(self) -> list[tuple[Cell, list[Cell]]]:
        return self.drawable_lines[:MAX_DRAWN]

    @property
    def description(self) -> str:
        totals = ((total.row.label, total.value) for total, _cells in self.drawn_lines)
        lines = join_labelled_values(totals)
        return _("Most used: %(lines)s.") % {"lines": lines or _("none recorded")}

    @property
    def notes(self) -> list[str]:
        return [
            self._how_many_drawn,
            *self.groups_only_notes(total for total, _cells in self.ranked_lines),
            _("Whoever is charged under several articles counts under each."),
        ]

    @property
    def _how_many_drawn(self) -> str:
        used = len(self.drawable_lines)
        if used > MAX_DRAWN:
            words = {"n": MAX_DRAWN, "used": used}
            return _("The %(n)d articles used most, of %(used)d; the table has all.") % words
        others = sum(total.is_empty for total, _cells in self.ranked_lines)
        return ngettext(
            "Every article with a number is drawn; %(n)d other has none.",
            "Every article with a number is drawn; %(n)d others have none.",
            others,
        ) % {"n": others}

    @property
    def table(self) -> ChartTable:
        usage, rows, empty_rows = self.usage, [], []
        for total, cells in self.ranked_lines:
            article = ChartValue(total.row.label, f"{reverse('laws:law-list')}{total.row.id}/")
            row = ChartRow(article, self.link_values(total, cells))
            (empty_rows if total.is_empty else rows).append(row)
        columns = [column.label for column in usage.columns]
        return ChartTable(
            header=[_("Article"), total_label(), *columns, *unnamed_labels()],
            rows=rows,
            empty_rows=empty_rows,
            total=self.total_row(usage.total, usage.column_totals),
        )


class ArticlesByCategory(ArticlesChart):
    name = "article-by-category"
    label = gettext_lazy("Articles by category of person")
    columns = "category"

    @property
    def title(self) -> str:
        return (
            _("%(total)s, %(basis)s: which article against which category of person")
            % self.title_values
        )

    @property
    def drawing(self) -> HeatRows:
        """Categories without a count have no column; the notes name them."""
        shown = [i for i, column in enumerate(self.usage.columns) if self._is_used(i)]
        return HeatRows(
            **self.drawing_texts,
            total_label=_("Each once"),
            columns=[str(SHORT_CATEGORY_LABELS[self.usage.columns[i].id]) for i in shown],
            rows=[
                HeatRow(total.row.label, total.value, tuple(cells[i].value for i in shown))
                for total, cells in self.drawn_lines
            ],
        )

    def _is_used(self, index: int) -> bool:
        return any(cells[index].value for _total, cells in self.drawn_lines)

    @property
    def notes(self) -> list[str]:
        notes = super().notes
        unused = [c.label for i, c in enumerate(self.usage.columns) if not self._is_used(i)]
        if unused:
            words = {"categories": "; ".join(unused)}
            notes.append(_("None in the drawing: %(categories)s.") % words)
        if self.drawing.is_rounded:
            notes.append(_("k: thousands, rounded. The table has every number."))
        return notes


class ArticlesOverTime(ArticlesChart):
    name = "articles-over-time"
    label = gettext_lazy("Articles over time")
    columns = "year"

    @property
    def title(self) -> str:
        return (
            _("%(total)s, %(basis)s: each article over the years, on one scale") % self.title_values
        )

    @property
    def drawable_lines(self) -> list[tuple[Cell, list[Cell]]]:
        """The articles with a count in a known year: a panel of others would be empty."""
        return [line for line in self.ranked_lines if any(c.value for c in known_years(line[1]))]

    @property
    def description(self) -> str:
        lines = []
        for total, cells in self.drawn_lines:
            years = ((c.column.label, c.value) for c in known_years(cells) if c.value)
            lines.append(f"{total.row.label}: {join_labelled_values(years)}")
        return _("By year: %(lines)s.") % {"lines": ". ".join(lines) or _("none recorded")}

    @property
    def _how_many_drawn(self) -> str:
        words = {"n": len(self.drawn_lines), "years": len(self.drawable_lines)}
        words["used"] = sum(bool(total.value) for total, _cells in self.ranked_lines)
        text = _(
            "%(used)d articles have a number, %(years)d of them in a year that is known; "
            "%(n)d are drawn. The table has all."
        )
        return text % words

    @property
    def drawing(self) -> SmallMultiples:
        years = [column.label for column in self.usage.columns if column.id != UNKNOWN]
        return SmallMultiples(
            **self.drawing_texts,
            first=years[0] if years else "",
            last=years[-1] if years else "",
            panels=[self._panel(total, cells) for total, cells in self.drawn_lines],
        )

    def _panel(self, total: Cell, cells: list[Cell]) -> Panel:
        undated = sum(cell.value for cell in cells if cell.column.id == UNKNOWN)
        words = {"n": total.value, "undated": undated}
        return Panel(
            label=total.row.label,
            words=_("%(n)d in all, %(undated)d undated") % words,
            values=tuple(cell.value for cell in known_years(cells)),
        )


def known_years(cells: list[Cell]) -> list[Cell]:
    """The cells whose year is known."""
    return [cell for cell in cells if cell.column.id != UNKNOWN]
