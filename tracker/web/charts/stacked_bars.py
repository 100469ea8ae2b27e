"""Stacked bar chart over an axis, usually years."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .drawing import WIDTH, Block, Drawing
from .scale import Scale
from .text import BOLD_SIZE, LINE_HEIGHT, SvgText, text_width, wrap_text

LEFT, TOP, PLOT_HEIGHT = 24, 16, 150  # of the plot; its baseline is at TOP + PLOT_HEIGHT
UPRIGHT_FROM = 30  # minimum pitch of bars for horizontal labels of four digits
GAP_BEFORE_APART = 14


@dataclass(frozen=True)
class BarSegment:
    """One part of every bar, with its legend. Tones are patterns, readable without colour."""

    label: str
    tone: str
    total: int


@dataclass(frozen=True)
class Bar:
    """One bar. `total` counts each once, so it may be less than the sum of `values`."""

    label: str
    total: int
    values: tuple[int, ...]
    is_apart: bool = False  # set apart from the others: "not known"


@dataclass(kw_only=True)
class StackedBars(Drawing):
    """Vertical stacked bars, with a legend that has the number of every part, also zero."""

    parts: list[BarSegment]
    bars: list[Bar]
    total_note: str = ""  # legend of the line that marks the total of a bar, where it is drawn

    template: ClassVar[str] = "tracker/charts/stacked_bars.svg"
    base: ClassVar[int] = TOP + PLOT_HEIGHT
    left: ClassVar[int] = LEFT

    @cached_property
    def _scale(self) -> Scale:
        highest = max((max(bar.total, sum(bar.values)) for bar in self.bars), default=0)
        return Scale(highest, PLOT_HEIGHT)

    @property
    def pitch(self) -> float:
        has_apart = len(self.bars) > 1 and self.bars[-1].is_apart
        gap = GAP_BEFORE_APART if has_apart else 0
        return min((WIDTH - LEFT - gap) / max(len(self.bars), 1), 60)

    def _x(self, position: int) -> float:
        """Left edge of the slot of a bar."""
        gap = GAP_BEFORE_APART if self.bars[position].is_apart and position else 0
        return round(LEFT + position * self.pitch + gap, 1)

    @property
    def thickness(self) -> float:
        return round(min(self.pitch * 0.72, 34), 1)

    def _middle(self, position: int) -> float:
        return round(self._x(position) + self.pitch / 2, 1)

    def _y(self, value: int) -> float:
        return round(self.base - self._scale.of(value), 1)

    @property
    def blocks(self) -> list[Block]:
        blocks = []
        for position, bar in enumerate(self.bars):
            x, cumulated = round(self._middle(position) - self.thickness / 2, 1), 0
            for part, value in zip(self.parts, bar.values, strict=True):
                if value:
                    cumulated += value
                    y, height = self._y(cumulated), self._scale.of(value)
                    blocks.append(Block(x, y, self.thickness, height, part.tone))
        return blocks

    @property
    def total_marks(self) -> list[tuple[float, float, float]]:
        """(x, y, width) of a line at the total of each bar whose parts add up to more."""
        width = self.thickness + 6
        return [
            (round(self._middle(i) - width / 2, 1), self._y(bar.total), width)
            for i, bar in enumerate(self.bars)
            if bar.total < sum(bar.values)
        ]

    @property
    def gridlines(self) -> list[tuple[int, float]]:
        return [(tick, self._y(tick)) for tick in self._scale.ticks]

    @property
    def key(self) -> list[tuple[BarSegment, float, float]]:
        """Legend: each part with (x, y) of its swatch, in two columns, read downwards."""
        labels_depth = LINE_HEIGHT if self.pitch >= UPRIGHT_FROM else 32
        rows, y = -(-len(self.parts) // 2), self.base + labels_depth + 14
        return [
            (part, 0.5 + (position // rows) * WIDTH / 2, y + (position % rows) * 18)
            for position, part in enumerate(self.parts)
        ]

    @property
    def _key_end(self) -> float:
        return max((y for _part, _x, y in self.key), default=self.base) + 18

    @property
    def note(self) -> str:
        return self.total_note if self.total_marks else ""

    @property
    def note_y(self) -> float:
        return self._key_end + 6

    @property
    def height(self) -> float:
        return self._key_end + (LINE_HEIGHT if self.note else 0)

    @property
    def texts(self) -> list[SvgText]:
        axis = [SvgText(LEFT - 6, y + 4, str(tick), "soft end") for tick, y in self.gridlines]
        width = WIDTH / 2 - 40
        key = [
            SvgText(x + 18, y + 10, f"{wrap_text(part.label, width, lines=1)[0]}: {part.total}")
            for part, x, y in self.key
        ]
        note = [SvgText(18, self.note_y + 4, self.note)] if self.note else []
        return [*axis, *self._bar_texts, *key, *note]

    @property
    def _bar_texts(self) -> list[SvgText]:
        """Total above and label below each bar; of many bars only every n-th has a label."""
        texts, label_every = [], max(int(-(-LINE_HEIGHT // self.pitch)), 1)
        is_horizontal = self.pitch >= UPRIGHT_FROM
        widest = max((bar.total for bar in self.bars), default=0)
        has_room_for_numbers = text_width(str(widest), BOLD_SIZE) <= self.pitch
        for position, bar in enumerate(self.bars):
            x = self._middle(position)
            bar_height = self._scale.of(max(bar.total, sum(bar.values)))
            if has_room_for_numbers:
                y = round(self.base - bar_height - 5, 1)
                texts.append(SvgText(x, y, str(bar.total), "strong middle"))
            if position % label_every == 0 or bar.is_apart:
                label = "?" if bar.is_apart and not is_horizontal else bar.label
                if is_horizontal or bar.is_apart:
                    label_x = min(x, WIDTH - text_width(label, BOLD_SIZE) / 2)
                    texts.append(SvgText(round(label_x, 1), self.base + 14, label, "middle"))
                else:
                    texts.append(SvgText(x + 4, self.base + 31, label, "", is_upright=False))
        return texts
