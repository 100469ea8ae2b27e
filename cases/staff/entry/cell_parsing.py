"""Parses typed cells; pure text, without database access."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laws.models.number_parsing import UNIT, law_words, writings
from tracker.partial_dates import digits

DITTO = {'"', "”", "〃", "″", "''"}
NOTHING = {"-", "–", "—", "none"}
YES = set("yes y x true 1 ✓ absent absentia បាទ ចាស កំបាំងមុខ".split()) | {"in absentia"}
NO = set("no n false 0 present ទេ".split()) | {"", "-", "–", "—"}
CODE = re.compile(r"(?:^|[\s·(])(?P<code>[A-Z]{1,2}-[0-9A-HJKMNP-TV-Z]{6})\)?\s*$")
RANGE = re.compile(r"(\d+)\s*(?:[-–]|to)\s*(\d+)")
# `1 p. 3`, `2: para. 4`, `2`; not `3rd page`.
PLACE = re.compile(r"(?P<number>\d+)(?:\s*:\s*|\s+|$)(?P<locator>.*)", re.DOTALL)
NEXT_PLACE = re.compile(r";\s*(?=\d+(?:\s|:|$))")
NEXT_CHARGE = re.compile(
    r"\s*[,;\n+&]\s*|\s+(?:and|និង)\s+(?=(?:[a-zA-Z]{1,3}\.?|[Aa]rticles?|មាត្រា)?\s*\d)"
)


class CellSyntaxError(ValueError):
    """What was typed cannot be read; the message says what would be right."""


@dataclass(frozen=True)
class CitedLocation:
    """A source by its number on the page (None: that of the row above), and where in it."""

    number: int | None
    locator: str


def is_ditto(text: str) -> bool:
    return text.strip() in DITTO


def code_in(text: str) -> str:
    """The public code that ends the text, if one does: `Zed Example · P-7F3KQ2`."""
    found = CODE.search(text)
    return found["code"] if found else ""


def spellings(text: str) -> list[str]:
    """The names in one field: `Zed Example / សេដ` are two of one person."""
    return [name.strip() for name in text.split("/") if name.strip()]


def row_numbers(text: str, known: set[int]) -> list[int]:
    """`1, 3-5` as 1, 3, 4, 5; each must be the number of some row."""
    found: dict[int, None] = {}
    for part in re.split(r"\s*[,;]\s*|\s+and\s+", digits(text).strip()):
        span = RANGE.fullmatch(part)
        if not span and not part.isdecimal():
            raise CellSyntaxError(_("“%(part)s” is no row number: write 1, 3-5.") % {"part": part})
        first, last = (int(span[1]), int(span[2])) if span else (int(part), int(part))
        numbers = range(first, min(last, first + 1000) + 1)
        unknown = [number for number in numbers if number not in known]
        if unknown or not numbers:
            raise CellSyntaxError(
                _("There is no row %(number)s here: there are %(known)s.")
                % {"number": unknown[0] if unknown else part, "known": spans(known) or _("none")}
            )
        found |= dict.fromkeys(numbers)
    return list(found)


def spans(numbers: set[int]) -> str:
    """`1-3, 5` of 1, 2, 3 and 5."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def cited_locations(text: str) -> list[CitedLocation]:
    """`1 p. 3; 2 para. 4` as two places; `p. 4` is in the source of the row above."""
    found = []
    for part in filter(None, map(str.strip, NEXT_PLACE.split(text.strip()))):
        match = PLACE.fullmatch(part)
        number = int(digits(match["number"])) if match else None
        found.append(CitedLocation(number, match["locator"].strip() if match else part))
    return found


def charge_pieces(text: str) -> list[str]:
    """`PC 494, 495` as `PC 494` and `pc 495`: a bare number takes the law of its neighbour."""
    pieces = [piece for piece in NEXT_CHARGE.split(digits(text).strip()) if piece]
    laws = [law_of(piece) for piece in pieces]
    for number in range(1, len(pieces)):
        laws[number] = laws[number] or laws[number - 1]
    for number in range(len(pieces) - 2, -1, -1):
        laws[number] = laws[number] or laws[number + 1]
    return [
        piece if law_of(piece) or not law else f"{' '.join(law)} {piece}"
        for piece, law in zip(pieces, laws, strict=True)
    ]


def law_of(piece: str) -> tuple[str, ...]:
    """The words of a piece that say which law; an address says it by its first half."""
    if "/" in piece:
        return law_words(piece.partition("/")[0].replace("-", " "))
    found = [writing.law for writing in writings(piece)]
    return found[0] if found else law_words(UNIT.sub(" ", piece))


def yes_or_no(text: str) -> bool:
    """Whether a cell such as `in absentia` is ticked."""
    word = digits(text).strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellSyntaxError(_("“%(text)s” is neither yes nor no.") % {"text": text.strip()})
