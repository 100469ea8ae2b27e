"""Small bar charts on common scales."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .amounts import FEW, MARK, Amount
from .drawing import WIDTH, Block, Drawing
from .text import BOLD_SIZE, LINE_HEIGHT, SvgText, stack_lines, text_width, wrap_text

COLUMNS, GUTTER = 2, 16
PLOT_HEIGHT = 44  # height of the plot
ABOVE = 28  # room above the highest bar for its number, and for a mark
NUMBERS_FROM = 12  # minimum width of a bar with a number above it


@dataclass(frozen=True)
class Panel:
    """One small chart."""

    label: str
    words: str  # below the bars: the total and what it leaves out
    amounts: tuple[Amount, ...]


@dataclass(kw_only=True)
class SmallMultiples(Drawing):
    """Panels with one bar for each year, all on the same scales."""

    first: str  # labels of the first and the last bar
    last: str
    panels: list[Panel]
    few_from: int | None = None  # position of the first year that few sources cover

    template: ClassVar[str] = "tracker/charts/small_multiples.svg"
    panel_width: ClassVar[float] = (WIDTH - GUTTER) / COLUMNS

    @property
    def _most(self) -> int:
        return max((a.longest for panel in self.panels for a in panel.amounts), default=0) or 1

    @property
    def _pitch(self) -> float:
        bars = max((len(panel.amounts) for panel in self.panels), default=1)
        return min(self.panel_width / max(bars, 1), 30)

    def _label(self, panel: Panel) -> list[str]:
        return wrap_text(panel.label, self.panel_width, size=BOLD_SIZE)

    def _words(self, panel: Panel) -> list[str]:
        return wrap_text(panel.words, self.panel_width, size=BOLD_SIZE)

    @cached_property
    def _rows(self) -> list[tuple[float, float]]:
        """Baseline and lower edge of each row of panels."""
        rows, y = [], 0
        for start in range(0, len(self.panels), COLUMNS):
            row = self.panels[start : start + COLUMNS]
            label, words = (max(len(f(p)) for p in row) for f in (self._label, self._words))
            base = y + label * LINE_HEIGHT + 2 + ABOVE + PLOT_HEIGHT
            y = base + (1 + words) * LINE_HEIGHT + 18
            rows.append((base, y))
        return rows

    def _left(self, index: int) -> float:
        return (index % COLUMNS) * (self.panel_width + GUTTER)

    def _base(self, index: int) -> float:
        return self._rows[index // COLUMNS][0]

    def height_of(self, value: int) -> float:
        return round(value * PLOT_HEIGHT / self._most, 1)

    @property
    def baselines(self) -> list[tuple[float, float, float]]:
        """Left end, right end and height of the line under each panel's bars."""
        lines = []
        for index, panel in enumerate(self.panels):
            x = self._left(index)
            end = round(x + max(len(panel.amounts), 1) * self._pitch, 1)
            lines.append((x, end, self._base(index) + 0.5))
        return lines

    def _slots(self) -> Iterator[tuple[int, Amount, float, float]]:
        """(panel, amount, left edge, baseline) of each year."""
        for index, panel in enumerate(self.panels):
            left, base = self._left(index), self._base(index)
            for position, amount in enumerate(panel.amounts):
                yield index, amount, left + position * self._pitch, base

    @property
    def few_areas(self) -> list[Block]:
        """The ground of the years that few sources cover."""
        if self.few_from is None:
            return []
        offset, areas = self.few_from * self._pitch, []
        for (left, right, _y), index in zip(self.baselines, range(len(self.panels)), strict=True):
            x, top = round(left + offset, 1), self._base(index) - PLOT_HEIGHT
            areas.append(Block(x, top, round(right - x, 1), PLOT_HEIGHT, FEW))
        return areas

    @property
    def blocks(self) -> list[Block]:
        blocks = []
        for _index, amount, x, base in self._slots():
            thickness = round(self._pitch * (0.42 if amount.apart else 0.7), 1)
            left, y = round(x + 0.15 * self._pitch, 1), base
            for value, fill in ((amount.value, "full"), (amount.addable, "unnamed")):
                y = round(y - self.height_of(value), 1)
                blocks.append(Block(left, y, thickness, self.height_of(value), fill))
            height = self.height_of(amount.apart)
            beside = Block(
                *(round(left + thickness + 1, 1), round(base - height, 1)),
                *(round(self._pitch * 0.3, 1), height, "unnamed"),
            )
            blocks.append(beside)
        return [block for block in blocks if block.height]

    @property
    def unsized_marks(self) -> list[tuple[float, float]]:
        """Above the bar, and above its number."""
        return [
            (
                round(x + (self._pitch - MARK) / 2, 1),
                round(base - self.height_of(amount.longest) - (28 if amount.value else 14), 1),
            )
            for _index, amount, x, base in self._slots()
            if amount.unsized
        ]

    @property
    def body_height(self) -> float:
        return self._rows[-1][1] if self._rows else 0

    @property
    def body_texts(self) -> list[SvgText]:
        panels = [text for index in range(len(self.panels)) for text in self._panel_texts(index)]
        return [*panels, *self._numbers()]

    def _panel_texts(self, index: int) -> list[SvgText]:
        panel, x, base = self.panels[index], self._left(index), self._base(index)
        lines = self._label(panel)
        label_y = base - PLOT_HEIGHT - ABOVE - 5 - (len(lines) - 1) * LINE_HEIGHT
        axis_labels = [SvgText(x, base + 13, self.first, "soft")] if panel.amounts else []
        if self.last != self.first:
            _left, right, _y = self.baselines[index]
            axis_labels.append(SvgText(right, base + 13, self.last, "soft end"))
        label = stack_lines(x, label_y, lines, "strong")
        return [*label, *axis_labels, *stack_lines(x, base + 27, self._words(panel))]

    def _numbers(self) -> list[SvgText]:
        """The number above each bar; above the highest only, where bars are too narrow."""
        highest = {
            index: max((amount.value for amount in panel.amounts), default=0)
            for index, panel in enumerate(self.panels)
        }
        texts, is_wide = [], self._pitch >= NUMBERS_FROM
        for index, amount, x, base in self._slots():
            is_labelled = is_wide or amount.value == highest[index]
            words = str(amount.value) if amount.value else amount.unnamed_text
            if words and is_labelled and text_width(words) <= max(self._pitch, 14):
                y = round(base - self.height_of(amount.longest) - 4, 1)
                texts.append(SvgText(round(x + self._pitch / 2, 1), y, words, "middle halo"))
                highest[index] = -1 if not is_wide else highest[index]
        return texts
