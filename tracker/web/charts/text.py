"""Estimated text width and line breaking for SVG, which has neither."""

from dataclasses import dataclass
from unicodedata import category

from tracker.languages.switching import TSPAN, mark_foreign_runs
from tracker.web.xml_text import strip_non_xml

TEXT_SIZE = 11  # font size of most text, in units of the drawing
BOLD_SIZE = 12  # assumed for text that must not be cut off: bold, or in a wide typeface
LINE_HEIGHT = 14
# Average width of a sans-serif letter, as a share of the font size.
LETTER_WIDTH = 0.55


@dataclass(frozen=True)
class SvgText:
    """One line of text. `css_class`: soft, strong, large, end, on (a shade) ..."""

    x: float
    y: float
    words: str
    css_class: str = ""
    is_upright: bool = True

    @property
    def markup(self) -> str:
        """The text as SVG, with runs in the other language marked."""
        return mark_foreign_runs(strip_non_xml(self.words), TSPAN)

    @property
    def transform(self) -> str:
        return "" if self.is_upright else f"rotate(-90 {self.x} {self.y})"


def text_width(words: str, size: float = TEXT_SIZE) -> float:
    """Estimated width of a line, in units of the drawing."""
    return count_letters(words) * size * LETTER_WIDTH


def count_letters(words: str) -> int:
    """The letters side by side: without the signs above and below others, which Khmer has many."""
    return sum(category(letter) not in ("Mn", "Cf") for letter in words)


def wrap_text(
    words, width: float, *, size: float = TEXT_SIZE, lines: int | None = None
) -> list[str]:
    """The text in lines about `width` wide; cut off with `…` after `lines`."""
    max_letters = max(int(width / (size * LETTER_WIDTH)), 4)
    wrapped_lines, line = [], ""
    for word in _breakable_words(strip_non_xml(words), max_letters):
        if line and count_letters(f"{line} {word}") > max_letters:
            wrapped_lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    wrapped_lines.append(line)
    if lines is None or len(wrapped_lines) <= lines:
        return wrapped_lines
    return [*wrapped_lines[: lines - 1], f"{wrapped_lines[lines - 1].rstrip(' ,;:(')}…"]


def _breakable_words(words: str, max_letters: int):
    """The words; one much longer than a line is split (Khmer has no spaces between words)."""
    for word in words.split():
        step = max_letters if len(word) > 1.5 * max_letters else len(word)
        yield from (word[start : start + step] for start in range(0, len(word), step))


def compact_number(number: int, max_width: float) -> str:
    """The number, or rounded thousands where it does not fit: `12k`."""
    is_fitting = text_width(str(number), BOLD_SIZE) <= max_width
    return str(number) if is_fitting else f"{round(number / 1000)}k"


def stack_lines(x, y, lines, kind="", *, step=LINE_HEIGHT) -> list[SvgText]:
    """Lines of text one below the other; `y` is the baseline of the first."""
    return [SvgText(x, round(y + i * step, 1), line, kind) for i, line in enumerate(lines)]
