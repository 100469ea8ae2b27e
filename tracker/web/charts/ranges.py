"""Bars from zero to a minimum and from there to a maximum."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .scale import Scale
from .text import LINE_HEIGHT, SvgText, stack_lines, wrap_text

BAR_ROOM, ARROW_WIDTH = 20, 12  # height of a bar and its margins


@dataclass(frozen=True)
class Range:
    """A labelled minimum and maximum; an open range may be longer than its maximum.

    One that is not stated is hatched as a whole.
    """

    label: str
    words: str
    least: int
    most: int
    is_open: bool = False
    is_stated: bool = True

    @property
    def lines(self) -> list[str]:
        return wrap_text(self.words, WIDTH)

    @property
    def head(self) -> int:
        """Height of the label and the words."""
        return LINE_HEIGHT * (1 + len(self.lines))


@dataclass(kw_only=True)
class Ranges(Drawing):
    """One bar for each range: solid up to the minimum, hatched up to the maximum.

    The signs of its key are the patterns full, dense (not stated), unnamed (up to the maximum)
    and `arrow` (open).
    """

    ranges: list[Range]
    unit: str

    template: ClassVar[str] = "tracker/charts/ranges.svg"

    @cached_property
    def _scale(self) -> Scale:
        return Scale(max((item.most for item in self.ranges), default=0), WIDTH - ARROW_WIDTH)

    @cached_property
    def placed_ranges(self) -> list[tuple[Range, int]]:
        """Each range with the upper edge of its label."""
        y, placed = 0, []
        for item in self.ranges:
            placed.append((item, y))
            y += item.head + BAR_ROOM
        return placed

    @property
    def base(self) -> int:
        return sum(item.head + BAR_ROOM for item in self.ranges)

    @property
    def gridlines(self) -> list[tuple[int, float]]:
        return [(tick, self._scale.of(tick) + 0.5) for tick in self._scale.ticks]

    @property
    def bars(self) -> list[dict]:
        """Edges and widths of the solid and the hatched part, and the position of the arrow."""
        bars = []
        for item, top in self.placed_ranges:
            least, most = self._scale.of(item.least), self._scale.of(item.most)
            bars.append(
                {
                    "y": top + item.head + 4,
                    "certain": least,
                    "possible": round(most - least, 1),
                    "start": least + 0.5,
                    "arrow": most + 2,
                    "is_open": item.is_open,
                    "tone": "full" if item.is_stated else "dense",
                }
            )
        return bars

    @property
    def body_height(self) -> float:
        return self.base + 20

    @property
    def body_texts(self) -> list[SvgText]:
        texts = []
        for item, top in self.placed_ranges:
            [label] = wrap_text(item.label, WIDTH, lines=1)
            texts.append(SvgText(0, top + LINE_HEIGHT - 2, label, "strong"))
            texts += stack_lines(0, top + 2 * LINE_HEIGHT - 1, item.lines)
        return [*texts, *self._axis]

    @property
    def _axis(self) -> list[SvgText]:
        ticks = [SvgText(x, self.base + 14, str(tick), "soft middle") for tick, x in self.gridlines]
        zero, *other_ticks = ticks
        return [SvgText(0, zero.y, f"0 {self.unit}", "soft"), *other_ticks]
