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
from cases.statistics.charts.question import ChartQuery
from tracker.tables.exports.cells import escape_formula
from tracker.web.charts.drawing import Drawing


@dataclass(frozen=True)
class ChartValue:
    """A value of a data table, with the address of its list or page."""

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
    """The data table of a chart. Rows without any charge are in a separate list."""

    header: list[str]
    rows: list[ChartRow]
    total: ChartRow | None = None
    empty_rows: list[ChartRow] = field(default_factory=list)

    @property
    def all_rows(self) -> list[ChartRow]:
        return [*self.rows, *self.empty_rows, *([self.total] if self.total else [])]

    @property
    def csv(self) -> str:
        text = io.StringIO()
        lines = csv.writer(text)
        for values in (self.header, *(row.values for row in self.all_rows)):
            lines.writerow([escape_formula(value) for value in values])
        return text.getvalue()


class Chart:
    """Base class of a chart drawn from one set of parameters."""

    name: ClassVar[str]
    label: ClassVar[str]  # a few words, for links
    title: str  # one sentence: what the chart shows
    description: str  # the main figures: the text alternative of the drawing
    table: ChartTable
    drawing: Drawing

    def __init__(self, question: ChartQuery):
        self.question = question

    @property
    def title_values(self) -> dict[str, str]:
        """The values of the placeholders in most titles."""
        question = self.question
        return {"total": question.matrix.total_in_words, "basis": question.basis.label.lower()}

    @property
    def counting_note(self) -> str:
        """The unit, the basis and the conditions."""
        return self.question.counting_note()

    @property
    def notes(self) -> list[str]:
        """What the drawing omits, and how to read it."""
        return []

    @cached_property
    def is_empty(self) -> bool:
        """Whether no person and no unnamed group is counted, so that nothing is drawn."""
        return self.question.by_year.total.is_empty

    @staticmethod
    def groups_only_notes(totals: Iterable[Cell]) -> list[str]:
        """A note naming the rows that have unnamed groups only, which are not drawn."""
        labels = [total.row.label for total in totals if total.has_groups and not total.value]
        words = _("Unnamed groups only, not drawn: %(lines)s.")
        return [words % {"lines": "; ".join(labels)}] if labels else []

    @property
    def drawing_texts(self) -> dict[str, str]:
        """The arguments that every drawing takes."""
        return {"name": self.name, "title": self.title, "description": self.description}

    def render_svg_file(self, *, read_on: str, address: str) -> str:
        """The drawing as an SVG file, with a caption: what is counted, when, and its address."""
        unnamed = self.question.unnamed_groups
        caption = [self.counting_note, *self.notes]
        if unnamed:
            words = {"n": unnamed.people, "groups": unnamed.groups_of_unknown_size}
            caption.append(
                _("Never added: %(n)d unnamed people; groups of unstated size: %(groups)d.") % words
            )
        version = {"version": self.question.matrix.usage.data_version, "day": read_on}
        caption.append(_("Data version %(version)s, read on %(day)s.") % version)
        return self.drawing.standalone([*caption, address])

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

    def link_value(self, cell: Cell) -> ChartValue:
        """The count of a cell with the address of its list; a zero has no link."""
        address = self.question.matrix.link_cell(cell).address if cell.value else ""
        return ChartValue(cell.value, address)

    def link_values(self, total: Cell, cells: list[Cell] = ()) -> list[ChartValue]:
        """A row of the matrix: total, cells, unnamed people, groups of unstated size."""
        groups_address = self.question.matrix.link_cell(total).unnamed_groups_address
        unnamed = [
            ChartValue(n, groups_address if n else "")
            for n in (total.unnamed_people, total.groups_of_unknown_size)
        ]
        return [self.link_value(total), *(self.link_value(cell) for cell in cells), *unnamed]

    def total_row(self, total: Cell, cells: list[Cell] = ()) -> ChartRow:
        return ChartRow(ChartValue(total_label()), self.link_values(total, cells))


def total_label() -> str:
    return _("Total, each counted once")


def unnamed_labels() -> list[str]:
    return [_("Unnamed people besides"), _("Groups of unstated size besides")]


def join_labelled_values(pairs) -> str:
    """Labels and values as text: `2019: 3; 2020: 5`."""
    return "; ".join(f"{label}: {value}" for label, value in pairs)
