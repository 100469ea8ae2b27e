"""Base class of a chart: title, subtitle, description, drawing, data table."""

from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.statistics import Cell
from cases.statistics.charts.question import ChartQuery
from cases.statistics.charts.tables import ChartRow, ChartTable, ChartValue
from cases.statistics.matrix import whole_record
from tracker.web.charts.amounts import Amount
from tracker.web.charts.drawing import Drawing, Message


class Chart:
    """Base class of a chart drawn from one set of parameters."""

    name: ClassVar[str]
    label: ClassVar[str]  # a few words, for links
    title: str  # the finding, where the numbers allow one
    subtitle: str  # what is counted: unit, basis, until when sources speak
    description: str  # the main figures: the text alternative of the drawing
    table: ChartTable
    drawing: Drawing
    is_over_years: ClassVar[bool] = False
    has_bars: ClassVar[bool] = True  # whose length unnamed people may continue

    def __init__(self, question: ChartQuery):
        self.question = question

    @property
    def subtitle_values(self) -> dict[str, str]:
        """The values of the placeholders in most subtitles."""
        question = self.question
        return {
            "total": question.total_in_words,
            "counted": question.matrix.how_counted,
        }

    @property
    def counting_note(self) -> str:
        """The unit, the basis, the day that dates a charge and the filters."""
        return self.question.counting_note()

    @property
    def notes(self) -> list[str]:
        """What the drawing omits, and how to read it."""
        return []

    @property
    def all_notes(self) -> list[str]:
        return [*self.notes, *(self.question.year_notes if self.is_over_years else [])]

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.question.by_year.total.is_empty

    @property
    def empty_reason(self) -> str:
        """Why there is nothing to draw, if charges meet the conditions."""
        return ""

    @property
    def empty_text(self) -> str:
        """Stands in place of an empty drawing: why, and what the record covers."""
        has_charges = not self.question.by_year.total.is_empty
        reason = self.empty_reason if has_charges else _("No charge meets all of these conditions.")
        return f"{reason} {whole_record().in_words}"

    @property
    def drawing_texts(self) -> dict:
        """The arguments that every drawing takes."""
        return {
            "name": self.name,
            "title": self.title,
            "description": f"{self.subtitle} {self.description}",
            "signs": tuple(
                self.question.signs(is_over_years=self.is_over_years, has_bars=self.has_bars)
            ),
        }

    def render_svg_file(self, *, read_on: str, address: str) -> str:
        """The drawing as an SVG file, with a caption: what is counted, when, and its address."""
        caption = [self.subtitle, self.counting_note]
        drawing = self.drawing if not self.is_empty else self._message
        caption += self.all_notes if not self.is_empty else []
        version = {"version": self.question.matrix.usage.data_version, "day": read_on}
        caption.append(_("Data version %(version)s, accessed %(day)s.") % version)
        return drawing.standalone([*caption, address])

    @property
    def _message(self) -> Message:
        words = self.empty_text
        return Message(name=self.name, title=self.title, description=words, words=words)

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

    def make_table(self, **fields) -> ChartTable:
        """A table that says until when its sources speak."""
        as_of = self.question.coverage.as_of
        return ChartTable(as_of=as_of.edtf if as_of else "", **fields)

    def amount(self, cell: Cell) -> Amount:
        return self.question.amount(cell)

    def link_value(self, cell: Cell) -> ChartValue:
        """The count of a cell with the address of its list; a zero has no link."""
        address = self.question.matrix.link_cell(cell).address if cell.value else ""
        return ChartValue(cell.value, address)

    def link_values(self, total: Cell, cells: list[Cell] = ()) -> list[ChartValue]:
        """A row of the matrix: total, cells, unnamed people, groups of unknown size."""
        groups_address = self.question.matrix.link_cell(total).unnamed_groups_address
        unnamed = [
            ChartValue(n, groups_address if n else "")
            for n in (total.unnamed_people, total.groups_of_unknown_size)
        ]
        return [self.link_value(total), *(self.link_value(cell) for cell in cells), *unnamed]

    def total_row(self, total: Cell, cells: list[Cell] = ()) -> ChartRow:
        return ChartRow(ChartValue(total_label()), self.link_values(total, cells))


def total_label() -> str:
    return _("Total (each counted once)")


def unnamed_labels() -> list[str]:
    return [_("Plus unnamed people"), _("Plus groups of unknown size")]


def join_labelled_values(pairs) -> str:
    """Labels and values as text: `2019: 3; 2020: 5`."""
    return "; ".join(f"{label}: {value}" for label, value in pairs)
