"""Heat map of labelled rows."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .scale import shade
from .text import LINE, SvgText, compact, width_of, wrapped

DEEP, PITCH = 20, 42  # of a row of cells; from one row to the next, with its label
WIDEST = 44
LOOKS = {False: "middle soft", True: "middle on"}  # of a zero, and of any other number


@dataclass(frozen=True)
class HeatRow:
    label: str
    total: int
    values: tuple[int, ...]


@dataclass(kw_only=True)
class HeatRows(Drawing):
    """Each row has its label above and its total, each counted once, in the first column."""

    total_label: str
    columns: list[str]
    rows: list[HeatRow]

    template: ClassVar[str] = "tracker/charts/heat_rows.svg"

    @property
    def pitch(self) -> float:
        return round(min(WIDTH / (len(self.columns) + 1), WIDEST), 1)

    @property
    def head(self) -> float:
        """The height of the headings, which stand upright."""
        return max(width_of(label) for label in [self.total_label, *self.columns]) + 4

    @property
    def height(self) -> float:
        return self.head + PITCH * len(self.rows) + 2

    @property
    def _most(self) -> int:
        return max((value for row in self.rows for value in row.values), default=0)

    def _y(self, place: int) -> float:
        """The upper edge of a row's cells."""
        return round(self.head + PITCH * place + LINE + 4, 1)

    @property
    def cells(self) -> list[tuple[float, float, int]]:
        """Left and upper edge of each cell, and its shade."""
        return [
            (round(self.pitch * (column + 1), 1), self._y(place), shade(value, self._most))
            for place, row in enumerate(self.rows)
            for column, value in enumerate(row.values)
        ]

    @property
    def cell_width(self) -> float:
        return round(self.pitch - 1.5, 1)

    @property
    def texts(self) -> list[SvgText]:
        headings = [
            SvgText(self._middle(place) + 4, round(self.head - 2, 1), label, "", is_upright=False)
            for place, label in enumerate([self.total_label, *self.columns])
        ]
        return [*headings, *(text for place in range(len(self.rows)) for text in self._row(place))]

    def _number(self, value: int) -> str:
        return compact(value, self.pitch)

    @property
    def is_rounded(self) -> bool:
        """Whether some number is too wide for its cell, and given in thousands."""
        numbers = [n for row in self.rows for n in (row.total, *row.values)]
        return any(self._number(number) != str(number) for number in numbers)

    def _middle(self, place: int) -> float:
        return round(self.pitch * place + self.cell_width / 2, 1)

    def _row(self, place: int) -> list[SvgText]:
        row, y = self.rows[place], self._y(place) + DEEP / 2 + 4
        [label] = wrapped(row.label, WIDTH, lines=1)
        numbers = [
            SvgText(self._middle(column + 1), y, self._number(value), LOOKS[value > 0])
            for column, value in enumerate(row.values)
        ]
        total = SvgText(self._middle(0), y, self._number(row.total), "middle strong")
        return [SvgText(0, self._y(place) - 5, label), total, *numbers]
