"""Stages of a procedure as horizontal bars on one scale."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .text import SvgText, wrap_text

PITCH, HEADING_HEIGHT = 36, 26


@dataclass(frozen=True)
class FlowStage:
    """One stage: how many reached it; `tone` is the fill pattern."""

    label: str
    value: int
    tone: str
    heading: str = ""  # above this stage, where a group of stages begins


@dataclass(kw_only=True)
class Flow(Drawing):
    """How many reached each stage: comparable bars rather than Sankey bands that must add up."""

    stages: list[FlowStage]

    template: ClassVar[str] = "tracker/charts/flow.svg"

    @property
    def bars(self) -> list[tuple[FlowStage, float, float]]:
        """Each stage with (y, width) of its bar."""
        longest = max((stage.value for stage in self.stages), default=0) or 1
        y, bars = 0, []
        for stage in self.stages:
            y += HEADING_HEIGHT if stage.heading else 0
            bars.append((stage, y + 18, round(stage.value * (WIDTH - 1) / longest, 1)))
            y += PITCH
        return bars

    @property
    def height(self) -> float:
        headings = sum(bool(stage.heading) for stage in self.stages)
        return PITCH * len(self.stages) + HEADING_HEIGHT * headings

    @property
    def texts(self) -> list[SvgText]:
        texts = []
        for stage, bar_y, _width in self.bars:
            y, number = bar_y - 5, str(stage.value)
            label_x = 10 * len(number) + 8
            [label] = wrap_text(stage.label, WIDTH - label_x, lines=1)
            texts += [SvgText(0, y, number, "strong large"), SvgText(label_x, y, label)]
            if stage.heading:
                texts.append(SvgText(0, y - 20, stage.heading, "soft"))
        return texts
