"""Stages of a procedure as horizontal bars on one scale."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .scale import Scale
from .text import SvgText, wrap_text

PITCH, BAR_HEIGHT, HEADING_HEIGHT = 36, 12, 26


@dataclass(frozen=True)
class FlowStage:
    """One stage: how many reached it; `tone` is the fill pattern."""

    label: str
    value: int
    tone: str
    heading: str = ""  # above this stage, where a group of stages begins


@dataclass(frozen=True)
class FlowBar:
    """Position of the bar of a stage."""

    stage: FlowStage
    y: float
    width: float


@dataclass(kw_only=True)
class Flow(Drawing):
    """How many reached each stage: comparable bars rather than Sankey bands that must add up."""

    stages: list[FlowStage]

    template: ClassVar[str] = "tracker/charts/flow.svg"

    @property
    def bars(self) -> list[FlowBar]:
        scale = Scale(max((stage.value for stage in self.stages), default=0), WIDTH)
        longest, y, bars = scale.maximum or 1, 0, []
        for stage in self.stages:
            y += HEADING_HEIGHT if stage.heading else 0
            width = round(stage.value * (WIDTH - 1) / longest, 1)
            bars.append(FlowBar(stage, y + 18, width))
            y += PITCH
        return bars

    @property
    def height(self) -> float:
        headings = sum(bool(stage.heading) for stage in self.stages)
        return PITCH * len(self.stages) + HEADING_HEIGHT * headings

    @property
    def texts(self) -> list[SvgText]:
        texts = []
        for bar in self.bars:
            stage, y = bar.stage, bar.y - 5
            number = str(stage.value)
            label_x = 10 * len(number) + 8
            [label] = wrap_text(stage.label, WIDTH - label_x, lines=1)
            texts += [SvgText(0, y, number, "strong large"), SvgText(label_x, y, label)]
            if stage.heading:
                texts.append(SvgText(0, y - 20, stage.heading, "soft"))
        return texts
