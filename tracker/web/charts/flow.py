"""Stages of a procedure as horizontal bars on one scale."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .amounts import MARK, Amount
from .drawing import WIDTH, Block, Drawing
from .text import LINE_HEIGHT, SvgText, stack_lines, wrap_text

LABEL_HEIGHT, BAR_HEIGHT, GAP, HEADING_HEIGHT = 18, 12, 6, 26
BELOW_WORDS = 3  # room for what hangs below a line of Khmer


@dataclass(frozen=True)
class FlowStage:
    """One stage: how many reached it; `tone` is the fill pattern."""

    label: str
    amount: Amount
    tone: str
    heading: str = ""  # above this stage, where a group of stages begins

    @property
    def words(self) -> list[str]:
        """The lines that tell the unnamed people, if there are any."""
        return wrap_text(self.amount.words, WIDTH) if self.amount.has_groups else []

    @property
    def head(self) -> float:
        """Height of the label and the words."""
        below = BELOW_WORDS if self.words else 0
        return LABEL_HEIGHT + LINE_HEIGHT * len(self.words) + below

    @property
    def has_second_row(self) -> bool:
        """Whether something is drawn below the bar: unnamed people apart, or a mark."""
        amount = self.amount
        return bool(amount.apart or amount.has_mark_only or amount.unsized)

    @property
    def height(self) -> float:
        rows = 2 if self.has_second_row else 1
        return self.head + rows * (BAR_HEIGHT + GAP)


@dataclass(kw_only=True)
class Flow(Drawing):
    """How many reached each stage: comparable bars rather than Sankey bands that must add up."""

    stages: list[FlowStage]

    template: ClassVar[str] = "tracker/charts/flow.svg"

    @cached_property
    def placed_stages(self) -> list[tuple[FlowStage, float]]:
        """Each stage with the upper edge of its label."""
        y, placed = 0, []
        for stage in self.stages:
            y += HEADING_HEIGHT if stage.heading else 0
            placed.append((stage, y))
            y += stage.height
        return placed

    @cached_property
    def _longest(self) -> tuple[int, float]:
        """The longest bar and its width: with room for a mark beside it, if there is one."""
        has_marks = any(stage.amount.unsized for stage in self.stages)
        longest = max((stage.amount.longest for stage in self.stages), default=0) or 1
        return longest, WIDTH - 1 - (MARK + 5 if has_marks else 0)

    def width_of(self, value: int) -> float:
        longest, width = self._longest
        return round(value * width / longest, 1)

    @staticmethod
    def _bar_y(stage: FlowStage, y: float) -> float:
        return y + stage.head

    @property
    def blocks(self) -> list[Block]:
        blocks = []
        for stage, top in self.placed_stages:
            y, amount = self._bar_y(stage, top), stage.amount
            solid, added = self.width_of(amount.value), self.width_of(amount.addable)
            apart = MARK if amount.has_mark_only else self.width_of(amount.apart)
            below = y + BAR_HEIGHT + 2
            blocks += [
                Block(0.5, y, solid, BAR_HEIGHT, stage.tone),
                Block(round(0.5 + solid, 1), y, added, BAR_HEIGHT, "unnamed"),
                Block(0.5, below, apart, BAR_HEIGHT, "unnamed"),
            ]
        return [block for block in blocks if block.width]

    @property
    def zero_lines(self) -> list[float]:
        """Upper edges of the strokes that stand for bars of zero."""
        return [self._bar_y(s, y) for s, y in self.placed_stages if not s.amount.length]

    @property
    def unsized_marks(self) -> list[tuple[float, float]]:
        marks = []
        for stage, top in self.placed_stages:
            if stage.amount.unsized:
                apart = MARK if stage.amount.has_mark_only else self.width_of(stage.amount.apart)
                x = round(apart + 4, 1) if apart else 0.5
                marks.append((x, self._bar_y(stage, top) + BAR_HEIGHT + 2))
        return marks

    @property
    def body_height(self) -> float:
        if not self.placed_stages:
            return 0
        stage, y = self.placed_stages[-1]
        return y + stage.height

    @property
    def body_texts(self) -> list[SvgText]:
        texts = []
        for stage, top in self.placed_stages:
            y, number = top + 13, str(stage.amount.value)
            label_x = 10 * len(number) + 8
            [label] = wrap_text(stage.label, WIDTH - label_x, lines=1)
            texts += [SvgText(0, y, number, "strong large"), SvgText(label_x, y, label)]
            texts += stack_lines(0, y + LINE_HEIGHT, stage.words)
            if stage.heading:
                texts.append(SvgText(0, y - 20, stage.heading, "soft"))
        return texts
