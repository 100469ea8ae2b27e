"""Heat map of labelled rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .amounts import MARK, Amount
from .drawing import WIDTH, Block, Drawing
from .scale import shade
from .text import LINE_HEIGHT, SvgText, compact_number, stack_lines, text_width, wrap_text

CELL_HEIGHT, GAP = 20, 8  # units
STRIP_HEIGHT = 14  # of the hatched strip below the cells of a row with unnamed people
MAX_CELL_WIDTH = 44
NUMBER_CLASSES = {False: "middle soft", True: "middle on"}  # CSS classes by `value > 0`


@dataclass(frozen=True)
class HeatRow:
    """A label, its total and one amount for each column."""

    label: str
    total: Amount
    amounts: tuple[Amount, ...]

    @property
    def label_lines(self) -> list[str]:
        return wrap_text(self.label, WIDTH)

    @property
    def words(self) -> list[str]:
        """The lines that tell the unnamed people, if there are any."""
        return wrap_text(self.total.words, WIDTH) if self.total.has_groups else []

    @property
    def head(self) -> float:
        """Height of the label and the words."""
        return LINE_HEIGHT * (len(self.label_lines) + len(self.words)) + 4

    @property
    def height(self) -> float:
        strip = STRIP_HEIGHT if self.total.has_groups else 0
        return self.head + CELL_HEIGHT + strip + GAP


@dataclass(kw_only=True)
class HeatRows(Drawing):
    """Rows with a label above; the first column is the total, in which each is counted once."""

    total_label: str
    columns: list[str]
    rows: list[HeatRow]

    template: ClassVar[str] = "tracker/charts/heat_rows.svg"

    @property
    def pitch(self) -> float:
        return round(min(WIDTH / (len(self.columns) + 1), MAX_CELL_WIDTH), 1)

    @property
    def head(self) -> float:
        """Height of the column headings, which are rotated by 90 degrees."""
        return max(text_width(label) for label in [self.total_label, *self.columns]) + 4

    @cached_property
    def placed_rows(self) -> list[tuple[HeatRow, float]]:
        """Each row with the upper edge of its label."""
        y, placed = self.head, []
        for row in self.rows:
            placed.append((row, y))
            y += row.height
        return placed

    @property
    def body_height(self) -> float:
        return round(self.head + sum(row.height for row in self.rows) + 2, 1)

    @property
    def _most(self) -> int:
        return max((amount.value for row in self.rows for amount in row.amounts), default=0)

    @property
    def cells(self) -> list[tuple[float, float, int]]:
        """(x, y, shade) of each cell."""
        most = self._most
        return [
            (round(self.pitch * (column + 1), 1), round(y + row.head, 1), shade(each.value, most))
            for row, y in self.placed_rows
            for column, each in enumerate(row.amounts)
        ]

    def _groups(self) -> Iterator[tuple[Amount, float, float]]:
        """The amounts with unnamed people, and the (x, y) of their strips."""
        for row, y in self.placed_rows:
            below = round(y + row.head + CELL_HEIGHT + 0.5, 1)
            for column, amount in enumerate((row.total, *row.amounts)):
                if amount.has_groups:
                    yield amount, round(self.pitch * column, 1), below

    @property
    def blocks(self) -> list[Block]:
        """The hatched strip below each cell with unnamed people of stated size."""
        return [
            Block(x, y, self.cell_width, STRIP_HEIGHT, "unnamed")
            for amount, x, y in self._groups()
            if amount.unnamed
        ]

    @property
    def unsized_marks(self) -> list[tuple[float, float]]:
        return [
            (round(x + (self.cell_width - MARK) / (1 if amount.unnamed else 2), 1), y + 1)
            for amount, x, y in self._groups()
            if amount.unsized
        ]

    @property
    def cell_width(self) -> float:
        return round(self.pitch - 1.5, 1)

    @property
    def body_texts(self) -> list[SvgText]:
        headings = [
            SvgText(self._middle(column) + 4, round(self.head - 2, 1), label, "", is_upright=False)
            for column, label in enumerate([self.total_label, *self.columns])
        ]
        rows = (text for row, y in self.placed_rows for text in self._row_texts(row, y))
        strips = [
            SvgText(
                round(x + (self.cell_width - (MARK if amount.unsized else 0)) / 2, 1),
                round(y + 11, 1),
                f"+{self._number(amount.unnamed)}",
                "middle halo",
            )
            for amount, x, y in self._groups()
            if amount.unnamed
        ]
        return [*headings, *rows, *strips]

    def _number(self, value: int) -> str:
        return compact_number(value, self.pitch)

    @property
    def is_rounded(self) -> bool:
        """Whether some number is too wide for its cell and printed in thousands."""
        amounts = [amount for row in self.rows for amount in (row.total, *row.amounts)]
        numbers = [n for amount in amounts for n in (amount.value, amount.unnamed)]
        return any(self._number(number) != str(number) for number in numbers)

    def _middle(self, column: int) -> float:
        """Horizontal centre of a column; 0 is the total."""
        return round(self.pitch * column + self.cell_width / 2, 1)

    def _row_texts(self, row: HeatRow, top: float) -> list[SvgText]:
        y = round(top + row.head + CELL_HEIGHT / 2 + 4, 1)
        numbers = [
            SvgText(self._middle(column + 1), y, self._number(n), NUMBER_CLASSES[n > 0])
            for column, n in enumerate(amount.value for amount in row.amounts)
        ]
        total = SvgText(self._middle(0), y, self._number(row.total.value), "middle strong")
        below = top + LINE_HEIGHT * len(row.label_lines)
        label, words = (
            stack_lines(0, round(y + LINE_HEIGHT - 1, 1), lines, kind)
            for y, lines, kind in ((top, row.label_lines, ""), (below, row.words, "soft"))
        )
        return [*label, *words, total, *numbers]
