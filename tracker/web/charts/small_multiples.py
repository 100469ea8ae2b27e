"""Small bar charts on common scales."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Block, Drawing
from .text import BOLD_SIZE, LINE_HEIGHT, SvgText, stack_lines, wrap_text

COLUMNS, GUTTER = 2, 16
PLOT_HEIGHT = 44  # height of the plot
LABEL_HEIGHT = 2 * LINE_HEIGHT + 2
PITCH = LABEL_HEIGHT + 14 + PLOT_HEIGHT + 2 * LINE_HEIGHT + 18
NUMBERS_FROM = 12  # minimum width of a bar with a number above it


@dataclass(frozen=True)
class Panel:
    """One small chart."""

    label: str
    words: str  # line below the bars: the total and what it leaves out
    values: tuple[int, ...]


@dataclass(kw_only=True)
class SmallMultiples(Drawing):
    """Panels with one bar for each year, all on the same scales."""

    first: str  # labels of the first and the last bar
    last: str
    panels: list[Panel]

    template: ClassVar[str] = "tracker/charts/small_multiples.svg"
    panel_width: ClassVar[float] = (WIDTH - GUTTER) / COLUMNS

    @property
    def _most(self) -> int:
        return max((value for panel in self.panels for value in panel.values), default=0)

    @property
    def _pitch(self) -> float:
        bars = max((len(panel.values) for panel in self.panels), default=1)
        return min(self.panel_width / max(bars, 1), 30)

    def _corner(self, index: int) -> tuple[float, float]:
        """Upper left corner of a panel."""
        x = (index % COLUMNS) * (self.panel_width + GUTTER)
        return x, (index // COLUMNS) * PITCH

    def _base(self, index: int) -> float:
        return self._corner(index)[1] + LABEL_HEIGHT + 14 + PLOT_HEIGHT

    @property
    def baselines(self) -> list[tuple[float, float, float]]:
        """Left end, right end and height of the line under each panel's bars."""
        lines = []
        for index, panel in enumerate(self.panels):
            x = self._corner(index)[0]
            end = round(x + max(len(panel.values), 1) * self._pitch, 1)
            lines.append((x, end, self._base(index) + 0.5))
        return lines

    @property
    def bars(self) -> list[Block]:
        bars, thickness = [], round(self._pitch * 0.7, 1)
        for index, panel in enumerate(self.panels):
            left, base = self._corner(index)[0], self._base(index)
            for number, value in enumerate(panel.values):
                if value:
                    x = round(left + (number + 0.15) * self._pitch, 1)
                    height = round(value * PLOT_HEIGHT / self._most, 1)
                    bars.append(Block(x, round(base - height, 1), thickness, height))
        return bars

    @property
    def height(self) -> float:
        return -(-len(self.panels) // COLUMNS) * PITCH

    @property
    def texts(self) -> list[SvgText]:
        return [text for index in range(len(self.panels)) for text in self._panel_texts(index)]

    def _panel_texts(self, index: int) -> list[SvgText]:
        panel, (x, y), base = self.panels[index], self._corner(index), self._base(index)
        lines = wrap_text(panel.label, self.panel_width, size=BOLD_SIZE, lines=2)
        label_y = y + LABEL_HEIGHT - (len(lines) - 1) * LINE_HEIGHT - 6
        axis_labels = [SvgText(x, base + 13, self.first, "soft")] if panel.values else []
        if self.last != self.first:
            _left, right, _y = self.baselines[index]
            axis_labels.append(SvgText(right, base + 13, self.last, "soft end"))
        [words] = wrap_text(panel.words, self.panel_width, lines=1)
        label = stack_lines(x, label_y, lines, "strong")
        return [*label, *self._numbers(index), *axis_labels, SvgText(x, base + 27, words)]

    def _numbers(self, index: int) -> list[SvgText]:
        """The number above each bar; above the highest only, where bars are too narrow."""
        values, x, base = self.panels[index].values, self._corner(index)[0], self._base(index)
        highest = max(values, default=0)
        labelled = values if self._pitch >= NUMBERS_FROM else ()
        pairs = list(enumerate(labelled)) or [(values.index(highest), highest)] if values else []
        return [
            SvgText(
                round(x + (number + 0.5) * self._pitch, 1),
                round(base - value * PLOT_HEIGHT / self._most - 4, 1),
                str(value),
                "middle",
            )
            for number, value in pairs
            if value
        ]
