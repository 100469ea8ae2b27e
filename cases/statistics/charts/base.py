"""Base class of a chart: title, description, drawing, data table."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.statistics import Cell
from cases.statistics.charts.question import Question
from tracker.tables.exports import safe_cell
from tracker.web.charts import Drawing


@dataclass(frozen=True)
class ChartValue:
    """A number or a word of a table, and the list or page behind it."""

    value: int | str
    address: str = ""


@dataclass(frozen=True)
class ChartRow:
    heading: ChartValue
    numbers: list[ChartValue]

    @property
    def values(self) -> list[int | str]:
        return [self.heading.value, *(number.value for number in self.numbers)]


@dataclass
class ChartTable:
    """The numbers of a chart. Lines of which nothing is recorded stand apart, as `zeros`."""

    header: list[str]
    rows: list[ChartRow]
    total: ChartRow | None = None
    zeros: list[ChartRow] = field(default_factory=list)

    @property
    def all_rows(self) -> list[ChartRow]:
        return [*self.rows, *self.zeros, *([self.total] if self.total else [])]

    @property
    def csv(self) -> str:
        text = io.StringIO()
        lines = csv.writer(text)
        for values in (self.header, *(row.values for row in self.all_rows)):
            lines.writerow([safe_cell(value) for value in values])
        return text.getvalue()


class Chart:
    """One chart of one question."""

    name: ClassVar[str]
    label: ClassVar[str]  # a few words, for links

    def __init__(self, question: Question):
        self.question = question

    @property
    def title(self) -> str:
        """A sentence that says what the chart shows."""
        raise NotImplementedError

    @property
    def description(self) -> str:
        """The main figures, for those who do not see the drawing."""
        raise NotImplementedError

    @property
    def table(self) -> ChartTable:
        raise NotImplementedError

    @property
    def drawing(self) -> Drawing:
        raise NotImplementedError

    @property
    def counted(self) -> str:
        """The unit, the basis and the conditions."""
        return self.question.counted()

    @property
    def notes(self) -> list[str]:
        """What the drawing leaves out, and how not to misread it."""
        return []

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing is drawn: neither a person nor an unnamed group was counted."""
        return self.question.by_year.total.is_none

    @staticmethod
    def of_groups_only(totals: Iterable[Cell]) -> list[str]:
        """Which lines have unnamed groups and no number: nothing is drawn for them."""
        found = [total.row.label for total in totals if total.has_groups and not total.value]
        words = _("Unnamed groups only, not drawn: %(lines)s.")
        return [words % {"lines": "; ".join(found)}] if found else []

    @property
    def inline(self) -> str:
        return self.drawing.inline()

    def file(self, *, read_on: str, address: str) -> str:
        """The drawing as a file, which says what was counted, when, and where it is from."""
        unnamed = self.question.unnamed
        told = [self.counted, *self.notes]
        if unnamed:
            words = {"n": unnamed.people, "groups": unnamed.uncounted}
            told.append(
                _("Never added: %(n)d unnamed people; groups of unstated size: %(groups)d.") % words
            )
        version = {"version": self.question.matrix.usage.data_version, "day": read_on}
        told.append(_("Data version %(version)s, read on %(day)s.") % version)
        return self.drawing.standalone([*told, address])

    @property
    def address(self) -> str:
        return self._address("cases:chart")

    @property
    def svg_address(self) -> str:
        return self._address("cases:chart-svg")

    @property
    def csv_address(self) -> str:
        return self._address("cases:chart-csv")

    def _address(self, page: str) -> str:
        query = self.question.query
        return reverse(page, args=[self.name]) + (f"?{query}" if query else "")

    def number(self, cell: Cell) -> ChartValue:
        """A number of the matrix with its list; none is behind a zero."""
        return ChartValue(
            cell.value, self.question.matrix.linked(cell).address if cell.value else ""
        )

    def numbers(self, total: Cell, cells: list[Cell] = ()) -> list[ChartValue]:
        """A line of the matrix: its total, its cells, and the unnamed besides."""
        groups = self.question.matrix.linked(total).unnamed_address
        besides = [
            ChartValue(n, groups if n else "")
            for n in (total.unnamed, total.groups_of_unknown_size)
        ]
        return [self.number(total), *(self.number(cell) for cell in cells), *besides]


def total_label() -> str:
    return _("Total, each counted once")


def unnamed_labels() -> list[str]:
    return [_("Unnamed people besides"), _("Groups of unstated size besides")]


def listed(pairs) -> str:
    """`2019: 3; 2020: 5`."""
    return "; ".join(f"{label}: {value}" for label, value in pairs)
