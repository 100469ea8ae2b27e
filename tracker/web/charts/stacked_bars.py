"""Stacked bar chart over an axis, usually years."""

from dataclasses import dataclass, field
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .scale import Scale
from .text import LINE, WIDE, SvgText, width_of, wrapped

LEFT, TOP, DEEP = 24, 16, 150  # of the plot; its baseline lies at TOP + DEEP
UPRIGHT_FROM = 30  # units a bar needs for a label of four figures to stand upright
GAP_BEFORE_APART = 14


@dataclass(frozen=True)
class BarSegment:
    """One part of every bar. A tone has a pattern of its own, so that grey is enough."""

    label: str
    tone: str
    total: int


@dataclass(frozen=True)
class Bar:
    """One bar. `total` counts each once, so that it may be less than the sum of its parts."""

    label: str
    total: int
    values: tuple[int, ...]
    is_apart: bool = False  # a bar beside the line: not known


@dataclass(frozen=True)
class Block:
    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(kw_only=True)
class StackedBars(Drawing):
    """Upright stacked bars, with a key that has the number of every part, zeros too."""

    parts: list[BarSegment]
    bars: list[Bar]
    once: str = ""  # what the line across a bar means, where there is one

    template: ClassVar[str] = "tracker/charts/stacked_bars.svg"
    base: ClassVar[int] = TOP + DEEP
    left: ClassVar[int] = LEFT
    _scale: Scale = field(init=False)

    def __post_init__(self):
        highest = max((max(bar.total, sum(bar.values)) for bar in self.bars), default=0)
        self._scale = Scale(highest, DEEP)

    @property
    def pitch(self) -> float:
        apart = GAP_BEFORE_APART if self._has_apart else 0
        return min((WIDTH - LEFT - apart) / max(len(self.bars), 1), 60)

    @property
    def _has_apart(self) -> bool:
        return len(self.bars) > 1 and self.bars[-1].is_apart

    def _x(self, place: int) -> float:
        """Where the slot of a bar begins."""
        apart = GAP_BEFORE_APART if self.bars[place].is_apart and place else 0
        return round(LEFT + place * self.pitch + apart, 1)

    @property
    def thickness(self) -> float:
        return round(min(self.pitch * 0.72, 34), 1)

    def _middle(self, place: int) -> float:
        return round(self._x(place) + self.pitch / 2, 1)

    @property
    def blocks(self) -> list[Block]:
        found = []
        for place, bar in enumerate(self.bars):
            x, reached = round(self._middle(place) - self.thickness / 2, 1), 0
            for part, value in zip(self.parts, bar.values, strict=True):
                if value:
                    reached += value
                    y = round(self.base - self._scale.of(reached), 1)
                    height = self._scale.of(value)
                    found.append(Block(x, y, self.thickness, height, part.tone))
        return found

    @property
    def marks_of_total(self) -> list[Block]:
        """A line across each bar whose parts share some of what they count."""
        wide = self.thickness + 6
        return [
            Block(
                round(self._middle(place) - wide / 2, 1),
                round(self.base - self._scale.of(bar.total), 1),
                wide,
                0,
                "",
            )
            for place, bar in enumerate(self.bars)
            if bar.total < sum(bar.values)
        ]

    @property
    def gridlines(self) -> list[tuple[int, float]]:
        return [(tick, round(self.base - self._scale.of(tick), 1)) for tick in self._scale.ticks]

    @property
    def _labels_depth(self) -> int:
        return LINE if self.pitch >= UPRIGHT_FROM else 32

    @property
    def key(self) -> list[tuple[BarSegment, float, float]]:
        """Each part with the place of its swatch: in two columns, read downwards."""
        rows, y = -(-len(self.parts) // 2), self.base + self._labels_depth + 14
        return [
            (part, 0.5 + (place // rows) * WIDTH / 2, y + (place % rows) * 18)
            for place, part in enumerate(self.parts)
        ]

    @property
    def _key_end(self) -> float:
        return max((y for _part, _x, y in self.key), default=self.base) + 18

    @property
    def note(self) -> str:
        return self.once if self.marks_of_total else ""

    @property
    def note_y(self) -> float:
        return self._key_end + 6

    @property
    def height(self) -> float:
        return self._key_end + (LINE if self.note else 0)

    @property
    def texts(self) -> list[SvgText]:
        axis = [SvgText(LEFT - 6, y + 4, str(tick), "soft end") for tick, y in self.gridlines]
        room = WIDTH / 2 - 40
        key = [
            SvgText(x + 18, y + 10, f"{wrapped(part.label, room, lines=1)[0]}: {part.total}")
            for part, x, y in self.key
        ]
        note = [SvgText(18, self.note_y + 4, self.note)] if self.note else []
        return [*axis, *self._bar_texts, *key, *note]

    @property
    def _has_room_for_numbers(self) -> bool:
        widest = max((bar.total for bar in self.bars), default=0)
        return width_of(str(widest), WIDE) <= self.pitch

    @property
    def _bar_texts(self) -> list[SvgText]:
        """Above each bar its number, below it what it is of: not all, where they are many."""
        found, every = [], max(int(-(-LINE // self.pitch)), 1)
        upright = self.pitch >= UPRIGHT_FROM
        for place, bar in enumerate(self.bars):
            x = self._middle(place)
            highest = self._scale.of(max(bar.total, sum(bar.values)))
            if self._has_room_for_numbers:
                number = SvgText(
                    x, round(self.base - highest - 5, 1), str(bar.total), "strong middle"
                )
                found.append(number)
            if place % every == 0 or bar.is_apart:
                label = "?" if bar.is_apart and not upright else bar.label
                if upright or bar.is_apart:
                    inside = min(x, WIDTH - width_of(label, WIDE) / 2)
                    found.append(SvgText(round(inside, 1), self.base + 14, label, "middle"))
                else:
                    found.append(SvgText(x + 4, self.base + 31, label, "", is_upright=False))
        return found
