"""Parses short typed texts: citations, row numbers, charges, yes or no. No database access."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laws.models.number_parsing import KHMER_UNIT, parse_provision_references, significant_words
from tracker.partial_dates import with_ascii_digits

DITTO_MARKS = {'"', "”", "〃", "″", "''"}
NONE_MARKS = {"-", "–", "—", "none"}
YES_WORDS = set("yes y x true 1 ✓ absent absentia បាទ ចាស កំបាំងមុខ".split()) | {"in absentia"}
NO_WORDS = set("no n false 0 present ទេ".split()) | {"", "-", "–", "—"}
TRAILING_CODE = re.compile(r"(?:^|[\s·(])(?P<code>[A-Z]{1,2}-[0-9A-HJKMNP-TV-Z]{6})\)?\s*$")
ROW_RANGE = re.compile(r"(\d+)\s*(?:[-–]|to)\s*(\d+)")
# Number of a source, then the location in it: `1 p. 3`, `2: para. 4`, `2`; not `3rd page`.
NUMBERED_LOCATION = re.compile(r"(?P<number>\d+)(?:\s*:\s*|\s+|$)(?P<locator>.*)", re.DOTALL)
LOCATION_SEPARATOR = re.compile(r";\s*(?=\d+(?:\s|:|$))")
CHARGE_SEPARATOR = re.compile(
    r"\s*[,;\n+&]\s*|\s+(?:and|និង)\s+(?=(?:[a-zA-Z]{1,3}\.?|[Aa]rticles?|មាត្រា)?\s*\d)"
)


class CellSyntaxError(ValueError):
    """The typed text does not parse; the message, for staff, says what would."""


@dataclass(frozen=True)
class CitedLocation:
    """A source by its number on the form (None: the source of the row above), and where in it."""

    number: int | None
    locator: str


def is_ditto(text: str) -> bool:
    return text.strip() in DITTO_MARKS


def trailing_code(text: str) -> str:
    """The public code at the end of the text, or "": `Zed Example · P-7F3KQ2`."""
    match = TRAILING_CODE.search(text)
    return match["code"] if match else ""


def split_spellings(text: str) -> list[str]:
    """Spellings of one person's name in one field: `Zed Example / សេដ`."""
    return [name.strip() for name in text.split("/") if name.strip()]


def parse_row_numbers(text: str, existing: set[int]) -> list[int]:
    """Parse `1, 3-5` as 1, 3, 4, 5. Raises CellSyntaxError if a row number does not exist."""
    chosen: dict[int, None] = {}
    for part in re.split(r"\s*[,;]\s*|\s+and\s+", with_ascii_digits(text).strip()):
        span = ROW_RANGE.fullmatch(part)
        if not span and not part.isdecimal():
            raise CellSyntaxError(_("“%(part)s” is no row number: write 1, 3-5.") % {"part": part})
        first, last = (int(span[1]), int(span[2])) if span else (int(part), int(part))
        numbers = range(first, min(last, first + 1000) + 1)
        unknown = [number for number in numbers if number not in existing]
        if unknown or not numbers:
            raise CellSyntaxError(
                _("There is no row %(number)s here: there are %(known)s.")
                % {
                    "number": unknown[0] if unknown else part,
                    "known": format_row_numbers(existing) or _("none"),
                }
            )
        chosen |= dict.fromkeys(numbers)
    return list(chosen)


def format_row_numbers(numbers: set[int]) -> str:
    """Format 1, 2, 3 and 5 as `1-3, 5`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def parse_cited_locations(text: str) -> list[CitedLocation]:
    """Parse `1 p. 3; 2 para. 4` as two locations; `p. 4` has no source number."""
    locations = []
    for part in filter(None, map(str.strip, LOCATION_SEPARATOR.split(text.strip()))):
        match = NUMBERED_LOCATION.fullmatch(part)
        number = int(with_ascii_digits(match["number"])) if match else None
        locations.append(CitedLocation(number, match["locator"].strip() if match else part))
    return locations


def split_charges(text: str) -> list[str]:
    """Split `PC 494, 495` into two references, the second with the normalised law: `pc 495`.

    A number without a law takes the law of the one before it, or else of the one after it.
    """
    pieces = [piece for piece in CHARGE_SEPARATOR.split(with_ascii_digits(text).strip()) if piece]
    laws = [law_words_in(piece) for piece in pieces]
    for number in range(1, len(pieces)):
        laws[number] = laws[number] or laws[number - 1]
    for number in range(len(pieces) - 2, -1, -1):
        laws[number] = laws[number] or laws[number + 1]
    return [
        piece if law_words_in(piece) or not law else f"{' '.join(law)} {piece}"
        for piece, law in zip(pieces, laws, strict=True)
    ]


def law_words_in(piece: str) -> tuple[str, ...]:
    """Words of one charge that name the law; of an address, the part before the slash."""
    if "/" in piece:
        return significant_words(piece.partition("/")[0].replace("-", " "))
    laws = [reference.law for reference in parse_provision_references(piece)]
    return laws[0] if laws else significant_words(KHMER_UNIT.sub(" ", piece))


def parse_yes_no(text: str) -> bool:
    """Parse a cell of a yes/no column, such as `in absentia`. Raises CellSyntaxError."""
    word = with_ascii_digits(text).strip().lower()
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    raise CellSyntaxError(_("“%(text)s” is neither yes nor no.") % {"text": text.strip()})
