"""Base class of a chart: id, title, text alternative; frame for a page or a file."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

from django.template.loader import render_to_string

from .style import standalone_style
from .text import LINE_HEIGHT, SvgText, stack_lines, strip_non_xml, wrap_text

WIDTH = 320  # user units of a drawing: CSS pixels on the smallest screen


class Block(NamedTuple):
    """A rectangle of a drawing; `fill` is a pattern or a shade."""

    x: float
    y: float
    width: float
    height: float
    fill: str | int = ""


@dataclass(kw_only=True)
class Drawing:
    """One chart. `name` is unique on a page: it prefixes the ids inside the SVG.

    A subclass has `template`, `height`, and `texts`: all text of the drawing, with positions.
    """

    name: str
    title: str
    description: str

    template: ClassVar[str]
    width: ClassVar[int] = WIDTH

    def inline(self) -> str:
        """SVG element for a page, styled by the style sheet of the site."""
        return render_to_string(self.template, {"drawing": self, "frame": Frame(self)})

    def standalone(self, notes: list[str]) -> str:
        """SVG file with embedded style, the title above and notes below the drawing."""
        frame = FileFrame(self, notes)
        return render_to_string(
            self.template, {"drawing": self, "frame": frame, "style": standalone_style()}
        )


@dataclass
class Frame:
    """View box and text around a drawing in a page: no margin and no text."""

    drawing: Drawing
    margin: ClassVar[int] = 0
    texts: ClassVar[tuple[SvgText, ...]] = ()

    @property
    def title(self) -> str:
        return strip_non_xml(self.drawing.title)

    @property
    def description(self) -> str:
        return strip_non_xml(self.drawing.description)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.drawing.width} {round(self.drawing.height, 1)}"


@dataclass
class FileFrame(Frame):
    """View box and text around a drawing in a file: a margin, title above, notes below."""

    notes: list[str]
    margin: ClassVar[int] = 12

    @cached_property
    def heading(self) -> list[str]:
        return wrap_text(self.drawing.title, WIDTH, size=16)

    @cached_property
    def foot(self) -> list[str]:
        return [line for note in self.notes for line in wrap_text(note, WIDTH)]

    @property
    def top(self) -> float:
        return -(self.margin + 18 * len(self.heading) + 6)

    @property
    def total_height(self) -> float:
        below = LINE_HEIGHT * len(self.foot) + 2 * self.margin
        return round(self.drawing.height - self.top + below, 1)

    @property
    def total_width(self) -> int:
        return self.drawing.width + 2 * self.margin

    @property
    def view_box(self) -> str:
        return f"{-self.margin} {self.top} {self.total_width} {self.total_height}"

    @property
    def texts(self) -> list[SvgText]:
        heading = stack_lines(0, self.top + self.margin + 10, self.heading, "heading", step=18)
        return [*heading, *stack_lines(0, self.drawing.height + 18, self.foot, "soft")]
