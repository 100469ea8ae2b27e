"""Estimated text width and line breaking for SVG, which has neither."""

import re
from dataclasses import dataclass

from tracker.languages.switching import TSPAN, marked

SIZE = 11  # of most text, in units of the drawing
WIDE = 12  # for words that must not be cut off: bold, or in a wide face
LINE = 14
# An average letter of a sans-serif face is little more than half as wide as it is high.
LETTER = 0.55
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class SvgText:
    """One line of words. `kind` names its looks: soft, strong, large, end, on (a shade) ..."""

    x: float
    y: float
    words: str
    kind: str = ""
    is_upright: bool = True

    @property
    def printed(self) -> str:
        return marked(printable(self.words), TSPAN)

    @property
    def transform(self) -> str:
        return "" if self.is_upright else f"rotate(-90 {self.x} {self.y})"


def printable(words) -> str:
    """The words without characters that no XML document may contain."""
    return NOT_IN_XML.sub("", str(words))


def width_of(words: str, size: float = SIZE) -> float:
    return len(words) * size * LETTER


def wrapped(words, width: float, *, size: float = SIZE, lines: int | None = None) -> list[str]:
    """The words in lines about `width` wide; what does not fit into `lines` ends in `…`."""
    room = max(int(width / (size * LETTER)), 4)
    found, line = [], ""
    for word in _pieces(printable(words), room):
        if line and len(line) + 1 + len(word) > room:
            found.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    found.append(line)
    if lines is None or len(found) <= lines:
        return found
    return [*found[: lines - 1], f"{found[lines - 1].rstrip(' ,;:(')}…"]


def _pieces(words: str, room: int):
    """Word by word; one that is much longer than a line, as in Khmer, in parts."""
    for word in words.split():
        step = room if len(word) > 1.5 * room else len(word)
        yield from (word[start : start + step] for start in range(0, len(word), step))


def compact(number: int, room: float) -> str:
    """The number, or its thousands where it would not fit: `12k`."""
    fits = width_of(str(number), WIDE) <= room
    return str(number) if fits else f"{round(number / 1000)}k"


def stacked(x, y, lines, kind="", *, step=LINE) -> list[SvgText]:
    """Lines of text below each other."""
    return [SvgText(x, round(y + i * step, 1), line, kind) for i, line in enumerate(lines)]
