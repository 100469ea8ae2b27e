"""Stacked bar chart over an axis, usually years."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .amounts import FEW, MARK, Amount
from .drawing import WIDTH, Block, Drawing
from .scale import Scale
from .text import BOLD_SIZE, LINE_HEIGHT, SvgText, stack_lines, text_width, wrap_text

LEFT, PLOT_HEIGHT = 24, 150  # of the plot
TOP = 16  # of the plot, for a number above the highest bar; more if unnamed people stand there too
UPRIGHT_FROM = 30  # minimum pitch of bars for horizontal labels of four digits
GAP_BEFORE_APART = 14
HEADING_HEIGHT = 18


@dataclass(frozen=True)
class BarSegment:
    """One part of every bar, with its legend. Tones are patterns, readable without colour."""

    label: str
    tone: str
    total: int
    unnamed: int = 0  # people beside it

    def legend(self, width: float) -> str:
        """`Charged: 0 +18`, the label cut to a width."""
        unnamed = f" +{self.unnamed}" if self.unnamed else ""
        return f"{wrap_text(self.label, width, lines=1)[0]}: {self.total}{unnamed}"


@dataclass(frozen=True)
class Bar:
    """One bar. Its amount counts each once, so it may be less than the sum of `values`."""

    label: str
    amount: Amount
    values: tuple[int, ...]
    is_apart: bool = False  # set apart from the others: "not known"
    is_few: bool = False  # of a year that few sources cover: no bar does not mean zero

    @property
    def height(self) -> int:
        """The height of the column, hatched part included."""
        return max(self.amount.value, sum(self.values)) + self.amount.addable

    @property
    def has_unnamed_above(self) -> bool:
        """Whether the number of unnamed people stands above the bar, below the other number."""
        return bool(self.amount.addable or self.amount.has_mark_only)

    @property
    def is_blank(self) -> bool:
        return self.is_few and self.amount.is_empty


@dataclass(kw_only=True)
class StackedBars(Drawing):
    """Vertical stacked bars, with a legend that has the number of every part, also zero."""

    parts: list[BarSegment]
    bars: list[Bar]
    total_note: str = ""  # legend of the line that marks the total of a bar, where it is drawn
    key_heading: str = ""

    template: ClassVar[str] = "tracker/charts/stacked_bars.svg"
    left: ClassVar[int] = LEFT

    @property
    def top(self) -> float:
        """Upper edge of the plot: room above for the number, `+18`, and a mark."""
        rows = any(bar.has_unnamed_above for bar in self.bars)
        rows += any(bar.amount.unsized for bar in self.bars)
        return TOP + rows * LINE_HEIGHT

    @property
    def base(self) -> float:
        return self.top + PLOT_HEIGHT

    @cached_property
    def _scale(self) -> Scale:
        return Scale(
            max((max(b.height, b.amount.apart) for b in self.bars), default=0), PLOT_HEIGHT
        )

    @property
    def pitch(self) -> float:
        has_apart = len(self.bars) > 1 and self.bars[-1].is_apart
        gap = GAP_BEFORE_APART if has_apart else 0
        return min((WIDTH - LEFT - gap) / max(len(self.bars), 1), 60)

    def _x(self, position: int) -> float:
        """Left edge of the slot of a bar."""
        gap = GAP_BEFORE_APART if self.bars[position].is_apart and position else 0
        return round(LEFT + position * self.pitch + gap, 1)

    @cached_property
    def _has_bars_beside(self) -> bool:
        """Whether unnamed people who may overlap stand beside a bar: then all bars are narrower."""
        return any(bar.amount.apart for bar in self.bars)

    @property
    def thickness(self) -> float:
        return round(min(self.pitch * (0.42 if self._has_bars_beside else 0.72), 34), 1)

    @property
    def beside(self) -> float:
        """Thickness of the bar of unnamed people who may overlap."""
        return round(min(self.pitch * 0.34, 20), 1)

    def _middle(self, position: int) -> float:
        return round(self._x(position) + self.pitch / 2, 1)

    def _left(self, position: int) -> float:
        """Left edge of a bar, or of the bar and the one beside it."""
        width = self.thickness
        width += self.beside + 2 if self.bars[position].amount.apart else 0
        return round(self._middle(position) - width / 2, 1)

    def _y(self, value: int) -> float:
        return round(self.base - self._scale.of(value), 1)

    @property
    def few_areas(self) -> list[Block]:
        """The ground of the years that few sources cover."""
        few = [i for i, bar in enumerate(self.bars) if bar.is_few]
        if not few:
            return []
        width = round(len(few) * self.pitch, 1)
        return [Block(self._x(few[0]), self.top, width, PLOT_HEIGHT, FEW)]

    @property
    def blocks(self) -> list[Block]:
        blocks = []
        for position, bar in enumerate(self.bars):
            x, cumulated = self._left(position), 0
            for part, value in zip(self.parts, bar.values, strict=True):
                cumulated += value
                y, height = self._y(cumulated), self._scale.of(value)
                blocks.append(Block(x, y, self.thickness, height, part.tone))
            added, apart = bar.amount.addable, bar.amount.apart
            beside = round(x + self.thickness + 2, 1)
            top = self._y(bar.height)
            blocks += [
                Block(x, top, self.thickness, self._scale.of(added), "unnamed"),
                Block(beside, self._y(apart), self.beside, self._scale.of(apart), "unnamed"),
            ]
        return [block for block in blocks if block.height]

    @property
    def unsized_marks(self) -> list[tuple[float, float]]:
        """Above the numbers of the bar."""
        return [
            (round(self._middle(i) - MARK / 2, 1), round(self._number_y(bar, 1) - MARK + 2, 1))
            for i, bar in enumerate(self.bars)
            if bar.amount.unsized
        ]

    @property
    def total_marks(self) -> list[tuple[float, float, float]]:
        """(x, y, width) of a line at the total of each bar whose parts add up to more."""
        width = self.thickness + 6
        return [
            (round(self._left(i) - 3, 1), self._y(bar.amount.value), width)
            for i, bar in enumerate(self.bars)
            if bar.amount.value < sum(bar.values)
        ]

    @property
    def gridlines(self) -> list[tuple[int, float]]:
        return [(tick, self._y(tick)) for tick in self._scale.ticks]

    @property
    def _key_top(self) -> float:
        lines = max((len(self._label_lines(bar)) for bar in self.bars), default=1)
        labels_depth = LINE_HEIGHT * lines if self.pitch >= UPRIGHT_FROM else 32
        return self.base + labels_depth + 14 + (HEADING_HEIGHT if self.key_heading else 0)

    @property
    def key(self) -> list[tuple[BarSegment, float, float]]:
        """Legend: each part with (x, y) of its swatch, in two columns, read downwards."""
        rows = -(-len(self.parts) // 2)
        return [
            (part, 0.5 + (position // rows) * WIDTH / 2, self._key_top + (position % rows) * 18)
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
    def body_height(self) -> float:
        return self._key_end + (LINE_HEIGHT if self.note else 0)

    @property
    def body_texts(self) -> list[SvgText]:
        axis = [SvgText(LEFT - 6, y + 4, str(tick), "soft end") for tick, y in self.gridlines]
        width = WIDTH / 2 - 40
        key = [SvgText(x + 18, y + 10, part.legend(width)) for part, x, y in self.key]
        heading = [SvgText(0, self._key_top - 8, self.key_heading, "soft")]
        note = [SvgText(18, self.note_y + 4, self.note)] if self.note else []
        return [*axis, *self._bar_texts, *(heading if self.key_heading else []), *key, *note]

    @property
    def _bar_texts(self) -> list[SvgText]:
        """Label below each bar; of many bars only every n-th has a label."""
        texts, label_every = [], max(int(-(-LINE_HEIGHT // self.pitch)), 1)
        for position, bar in enumerate(self.bars):
            texts += self._numbers(position, bar)
            if position % label_every == 0 or bar.is_apart:
                texts += self._label(position, bar)
        return texts

    def _label_lines(self, bar: Bar) -> list[str]:
        """Lines that do not run into the label of the bar before."""
        width = self.pitch + (GAP_BEFORE_APART if bar.is_apart else 0)
        return wrap_text(bar.label, width, size=BOLD_SIZE)

    def _label(self, position: int, bar: Bar) -> list[SvgText]:
        x, is_horizontal = self._middle(position), self.pitch >= UPRIGHT_FROM
        if not is_horizontal and not bar.is_apart:
            return [SvgText(x + 4, self.base + 31, bar.label, "", is_upright=False)]
        lines = self._label_lines(bar) if is_horizontal else ["?"]
        width = max(text_width(line, BOLD_SIZE) for line in lines)
        return stack_lines(round(min(x, WIDTH - width / 2), 1), self.base + 14, lines, "middle")

    def _number_y(self, bar: Bar, row: int) -> float:
        """Baseline of a line of text above a bar; row 0 is right above it."""
        rows = row + (1 if row and bar.has_unnamed_above else 0)
        highest = max(bar.height, bar.amount.apart) if row else bar.height
        return round(self._y(highest) - 5 - rows * LINE_HEIGHT, 1)

    def _numbers(self, position: int, bar: Bar) -> list[SvgText]:
        """The number above a bar and that of unnamed people, where bars are wide enough."""
        if bar.is_blank or text_width(self._widest_numbers, BOLD_SIZE) > self.pitch:
            return []
        amount, kind = bar.amount, "middle halo"
        x, y = round(self._left(position) + self.thickness / 2, 1), self._number_y(bar, 0)
        if bar.has_unnamed_above:
            unnamed = [SvgText(x, y, amount.unnamed_text, kind)]
            return [*unnamed, SvgText(x, y - LINE_HEIGHT, str(amount.value), f"strong {kind}")]
        number = SvgText(x, y, str(amount.value), f"strong {kind}")
        if not amount.apart:
            return [number]
        beside = round(self._left(position) + self.thickness + 2 + self.beside / 2, 1)
        above = round(self._y(amount.apart) - 5, 1)
        return [number, SvgText(beside, above, amount.unnamed_text, kind)]

    @cached_property
    def _widest_numbers(self) -> str:
        """The most text that stands side by side above one bar."""
        pairs = (
            f"{b.amount.value}{b.amount.unnamed_text if b.amount.apart else ''}" for b in self.bars
        )
        return max(pairs, key=len, default="")
