"""Stages of a procedure as horizontal bars of one scale."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .scale import Scale
from .text import SvgText, wrapped

PITCH, DEEP, HEADING = 36, 12, 26


@dataclass(frozen=True)
class FlowStage:
    label: str
    value: int
    tone: str
    heading: str = ""  # above this stage, where a new group of them begins


@dataclass(frozen=True)
class FlowBar:
    stage: FlowStage
    y: float
    width: float


@dataclass(kw_only=True)
class Flow(Drawing):
    """How many reached each stage: bars that may be compared, not bands that must add up."""

    stages: list[FlowStage]

    template: ClassVar[str] = "tracker/charts/flow.svg"

    @property
    def strips(self) -> list[FlowBar]:
        scale = Scale(max((stage.value for stage in self.stages), default=0), WIDTH)
        longest, y, found = scale.most or 1, 0, []
        for stage in self.stages:
            y += HEADING if stage.heading else 0
            width = round(stage.value * (WIDTH - 1) / longest, 1)
            found.append(FlowBar(stage, y + 18, width))
            y += PITCH
        return found

    @property
    def height(self) -> float:
        headings = sum(bool(stage.heading) for stage in self.stages)
        return PITCH * len(self.stages) + HEADING * headings

    @property
    def texts(self) -> list[SvgText]:
        found = []
        for strip in self.strips:
            stage, y = strip.stage, strip.y - 5
            number = str(stage.value)
            beside = 10 * len(number) + 8
            [label] = wrapped(stage.label, WIDTH - beside, lines=1)
            found += [SvgText(0, y, number, "strong large"), SvgText(beside, y, label)]
            if stage.heading:
                found.append(SvgText(0, y - 20, stage.heading, "soft"))
        return found
