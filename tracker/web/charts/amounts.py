"""A number with the unnamed people beside it, and the signs that stand for them in a key.

Solid is what a source states; hatched is what sources leave open.
"""

from dataclasses import dataclass

from .text import LINE_HEIGHT, SvgText, stack_lines, wrap_text

UNNAMED, UNSIZED, FEW = "unnamed", "unsized", "few"  # marks of a key
MARK = 12  # width and height of a mark
SIGN_PITCH = 18


@dataclass(frozen=True)
class Amount:
    """One number, drawn solid, and the unnamed people beside it, drawn hatched.

    Of `unnamed`, `addable` continue the solid part and `apart` stand on their own, as they may be
    the same people. Both are zero if the number does not count people: then a mark of fixed size
    stands for the unnamed.
    """

    value: int
    unnamed: int = 0
    addable: int = 0
    apart: int = 0
    unsized: int = 0  # groups of unknown size
    words: str = ""

    @property
    def length(self) -> int:
        """What is drawn in one piece."""
        return self.value + self.addable

    @property
    def longest(self) -> int:
        return max(self.length, self.apart)

    @property
    def has_groups(self) -> bool:
        return bool(self.unnamed or self.unsized)

    @property
    def has_mark_only(self) -> bool:
        """Whether the unnamed people have no length on the scale of the chart."""
        return bool(self.unnamed) and not self.addable and not self.apart

    @property
    def is_empty(self) -> bool:
        return not self.value and not self.has_groups

    @property
    def unnamed_text(self) -> str:
        return f"+{self.unnamed}" if self.unnamed else ""


@dataclass(frozen=True)
class Sign:
    """One entry of a key: a pattern or a mark, and what it stands for."""

    mark: str
    words: str


@dataclass(frozen=True)
class PlacedSign:
    mark: str
    x: float
    y: float
    texts: list[SvgText]


def place_signs(signs: tuple[Sign, ...], top: float, width: float) -> list[PlacedSign]:
    """The entries one below the other, the words beside each mark."""
    placed, y = [], top
    for sign in signs:
        lines = wrap_text(sign.words, width - SIGN_PITCH)
        placed.append(PlacedSign(sign.mark, 0.5, y, stack_lines(SIGN_PITCH, y + 10, lines)))
        y = round(y + SIGN_PITCH + (len(lines) - 1) * LINE_HEIGHT, 1)
    return placed
