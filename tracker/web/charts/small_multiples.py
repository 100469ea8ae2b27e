"""Small bar charts on common scales."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .text import LINE, WIDE, SvgText, stacked, wrapped

COLUMNS, GUTTER = 2, 16
DEEP = 44  # of the bars
LABEL = 2 * LINE + 2
PITCH = LABEL + 14 + DEEP + 2 * LINE + 18
NUMBERS_FROM = 12  # units a bar needs to carry its number


@dataclass(frozen=True)
class Panel:
    label: str
    words: str  # its total and what it leaves out
    values: tuple[int, ...]


@dataclass(frozen=True)
class PanelBar:
    x: float
    y: float
    width: float
    height: float


@dataclass(kw_only=True)
class SmallMultiples(Drawing):
    """One panel for each thing, one bar for each year; every panel has the same scales."""

    first: str  # what the first and the last bar are of
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

    def _corner(self, place: int) -> tuple[float, float]:
        x = (place % COLUMNS) * (self.panel_width + GUTTER)
        return x, (place // COLUMNS) * PITCH

    def _base(self, place: int) -> float:
        return self._corner(place)[1] + LABEL + 14 + DEEP

    @property
    def baselines(self) -> list[tuple[float, float, float]]:
        """Left end, right end and height of the line under each panel's bars."""
        lines = []
        for place, panel in enumerate(self.panels):
            x = self._corner(place)[0]
            end = round(x + max(len(panel.values), 1) * self._pitch, 1)
            lines.append((x, end, self._base(place) + 0.5))
        return lines

    @property
    def strips(self) -> list[PanelBar]:
        found, thick = [], round(self._pitch * 0.7, 1)
        for place, panel in enumerate(self.panels):
            left, base = self._corner(place)[0], self._base(place)
            for number, value in enumerate(panel.values):
                if value:
                    x = round(left + (number + 0.15) * self._pitch, 1)
                    tall = round(value * DEEP / self._most, 1)
                    found.append(PanelBar(x, round(base - tall, 1), thick, tall))
        return found

    @property
    def height(self) -> float:
        return -(-len(self.panels) // COLUMNS) * PITCH

    @property
    def texts(self) -> list[SvgText]:
        return [text for place in range(len(self.panels)) for text in self._panel(place)]

    def _panel(self, place: int) -> list[SvgText]:
        panel, (x, y), base = self.panels[place], self._corner(place), self._base(place)
        lines = wrapped(panel.label, self.panel_width, size=WIDE, lines=2)
        above = y + LABEL - (len(lines) - 1) * LINE - 6
        ends = [SvgText(x, base + 13, self.first, "soft")] if panel.values else []
        if self.last != self.first:
            _left, right, _y = self.baselines[place]
            ends.append(SvgText(right, base + 13, self.last, "soft end"))
        [words] = wrapped(panel.words, self.panel_width, lines=1)
        label = stacked(x, above, lines, "strong")
        return [*label, *self._numbers(place), *ends, SvgText(x, base + 27, words)]

    def _numbers(self, place: int) -> list[SvgText]:
        """Over each bar its number; where bars are too many, over the highest only."""
        values, x, base = self.panels[place].values, self._corner(place)[0], self._base(place)
        highest = max(values, default=0)
        shown = values if self._pitch >= NUMBERS_FROM else ()
        pairs = list(enumerate(shown)) or [(values.index(highest), highest)] if values else []
        return [
            SvgText(
                round(x + (number + 0.5) * self._pitch, 1),
                round(base - value * DEEP / self._most - 4, 1),
                str(value),
                "middle",
            )
            for number, value in pairs
            if value
        ]
