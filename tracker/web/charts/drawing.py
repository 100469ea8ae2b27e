"""Base class of a chart: id, title, text alternative, key; frame for a page or a file."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

from django.template.loader import render_to_string

from .amounts import SIGN_PITCH, PlacedSign, Sign, place_signs
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

    A subclass has `template`, `body_height`, and `body_texts`: all text of the drawing, with
    positions. The key of `signs` is drawn below.
    """

    name: str
    title: str
    description: str
    signs: tuple[Sign, ...] = ()

    template: ClassVar[str]
    width: ClassVar[int] = WIDTH
    unsized_marks: ClassVar[list[tuple[float, float]]] = []  # of groups of unknown size: (x, y)

    @property
    def placed_signs(self) -> list[PlacedSign]:
        return place_signs(self.signs, round(self.body_height + 8.5, 1), WIDTH)

    @property
    def height(self) -> float:
        if not self.signs:
            return self.body_height
        *_others, last = self.placed_signs
        return last.y + SIGN_PITCH + (len(last.texts) - 1) * LINE_HEIGHT

    @property
    def texts(self) -> list[SvgText]:
        signs = (text for sign in self.placed_signs for text in sign.texts)
        return [*self.body_texts, *signs]

    def inline(self) -> str:
        """SVG element for a page, styled by the style sheet of the site."""
        return render_to_string(self.template, {"drawing": self, "frame": Frame(self)})

    def standalone(self, notes: list[str]) -> str:
        """SVG file with embedded style, the title above and notes below the drawing."""
        frame = FileFrame(self, notes)
        return render_to_string(
            self.template, {"drawing": self, "frame": frame, "style": standalone_style()}
        )


@dataclass(kw_only=True)
class Message(Drawing):
    """Words in place of a drawing: there is nothing to draw."""

    words: str

    template: ClassVar[str] = "tracker/charts/_frame.svg"

    @property
    def _lines(self) -> list[str]:
        return wrap_text(self.words, WIDTH)

    @property
    def body_height(self) -> float:
        return LINE_HEIGHT * len(self._lines) + 6

    @property
    def body_texts(self) -> list[SvgText]:
        return stack_lines(0, LINE_HEIGHT, self._lines)


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
