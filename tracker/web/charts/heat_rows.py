"""Heat map of labelled rows."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .scale import shade
from .text import LINE_HEIGHT, SvgText, compact_number, text_width, wrap_text

CELL_HEIGHT, PITCH = 20, 42  # units: height of a cell; distance between rows, label included
MAX_CELL_WIDTH = 44
NUMBER_CLASSES = {False: "middle soft", True: "middle on"}  # CSS classes by `value > 0`


@dataclass(frozen=True)
class HeatRow:
    """A label, its total and one number for each column."""

    label: str
    total: int
    values: tuple[int, ...]


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

    @property
    def height(self) -> float:
        return self.head + PITCH * len(self.rows) + 2

    @property
    def _most(self) -> int:
        return max((value for row in self.rows for value in row.values), default=0)

    def _y(self, row: int) -> float:
        """Upper edge of the cells of a row."""
        return round(self.head + PITCH * row + LINE_HEIGHT + 4, 1)

    @property
    def cells(self) -> list[tuple[float, float, int]]:
        """(x, y, shade) of each cell."""
        return [
            (round(self.pitch * (column + 1), 1), self._y(number), shade(value, self._most))
            for number, row in enumerate(self.rows)
            for column, value in enumerate(row.values)
        ]

    @property
    def cell_width(self) -> float:
        return round(self.pitch - 1.5, 1)

    @property
    def texts(self) -> list[SvgText]:
        headings = [
            SvgText(self._middle(column) + 4, round(self.head - 2, 1), label, "", is_upright=False)
            for column, label in enumerate([self.total_label, *self.columns])
        ]
        rows = (text for row in range(len(self.rows)) for text in self._row_texts(row))
        return [*headings, *rows]

    def _number(self, value: int) -> str:
        return compact_number(value, self.pitch)

    @property
    def is_rounded(self) -> bool:
        """Whether some number is too wide for its cell and printed in thousands."""
        numbers = [n for row in self.rows for n in (row.total, *row.values)]
        return any(self._number(number) != str(number) for number in numbers)

    def _middle(self, column: int) -> float:
        """Horizontal centre of a column; 0 is the total."""
        return round(self.pitch * column + self.cell_width / 2, 1)

    def _row_texts(self, number: int) -> list[SvgText]:
        row, y = self.rows[number], self._y(number) + CELL_HEIGHT / 2 + 4
        [label] = wrap_text(row.label, WIDTH, lines=1)
        numbers = [
            SvgText(self._middle(column + 1), y, self._number(value), NUMBER_CLASSES[value > 0])
            for column, value in enumerate(row.values)
        ]
        total = SvgText(self._middle(0), y, self._number(row.total), "middle strong")
        return [SvgText(0, self._y(number) - 5, label), total, *numbers]
