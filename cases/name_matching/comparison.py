"""Similarity of two spellings from 0 to 1, with reasons.

Nothing here merges anybody: a likeness is a hint, and what it rests on is said with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cases.name_matching.alignment import NO_RULES_OFF, Alignment, align
from cases.name_matching.keys import LEAST_AGREEMENT, outline
from cases.name_matching.sound_rules import HABITS
from cases.name_matching.sounds import Sound, reading, sounds

# At and above this, two people may be one: the desk warns. How it was chosen: decision 13.
DUPLICATE = 0.84
# At and above this, somebody who looks for the one wants to be shown the other.
FOUND = 0.55

# Sounds in a part that is hardly more than a vowel.
ONE_SYLLABLE = 3
# Nothing better is looked for.
SURE = 0.9
# Two spellings that differ by a letter or two for no reason of romanisation.
SLIP = "slip of the fingers"
SLIP_LIKENESS = 0.77
# Sums of costs differ by less, in whatever order they are added up.
ROUNDING = 1e-9

Parts = tuple[str, ...]
Off = frozenset[str]


@dataclass(frozen=True, slots=True)
class NameSimilarity:
    """How alike two spellings are (1: the same), and what had to be assumed."""

    score: float
    reasons: tuple[str, ...] = ()

    @property
    def may_be_one_person(self) -> bool:
        return self.score >= DUPLICATE


def compare(left: str, right: str, off: Off = NO_RULES_OFF) -> NameSimilarity:
    """Two spellings in Latin or Khmer script, with or without titles. `off`: rules to ignore."""
    return compare_readings(reading(left), reading(right), off)


def compare_readings(
    left: str, right: str, off: Off = NO_RULES_OFF, at_least: float = 0.0
) -> NameSimilarity:
    """The same for spellings already read (`sounds.reading`).

    Where nothing less than `at_least` matters, what cannot reach it is not looked at to the end,
    and answered with less.
    """
    if not left or not right:
        return NameSimilarity(0.0)
    if left == right:
        return NameSimilarity(1.0)
    a, b = tuple(left.split()), tuple(right.split())
    if (len(a), a) < (len(b), b):  # whoever is asked about, the answer is the same
        a, b = b, a
    best = NameSimilarity(0.0)
    for found in likenesses(a, b, off, at_least):
        best = max(best, found, key=lambda one: one.score)
        if best.score >= SURE:
            break
    return best


def likenesses(a: Parts, b: Parts, off: Off, at_least: float) -> Iterator[NameSimilarity]:
    """What each way of laying the parts side by side gives; `a` has as many parts or more."""
    if len(a) == len(b) or (may_be_joined(a, b) and "joined or split" not in off):
        outlines, whole = [*map(outline, a)], "".join(map(outline, b))
        for order in orders(len(a), off):
            # Most orders are far off, and seen to be at a glance.
            if fuzz.ratio("".join(outlines[i] for i in order), whole) >= LEAST_AGREEMENT:
                yield in_a_row(a, order, b, off, at_least)
    has_gaps = len(a) > len(b) or any(len(part) == 1 for part in a + b)
    if has_gaps and 1 - cost_of_missing(len(a) - len(b)) >= at_least:
        yield part_by_part(a, b, off)
    if at_least <= SLIP_LIKENESS:
        yield mistyped(a, b, off)


def mistyped(a: Parts, b: Parts, off: Off) -> NameSimilarity:
    """A slip of the fingers, not on the first letter of a part: found, but never near enough
    to take two people for one."""
    heads, letters = ([part[0] for part in parts] for parts in (a, b)), ("".join(a), "".join(b))
    slips = OSA.distance(*letters)
    if slips > max(map(len, letters)) // 6 or len({*map(tuple, heads)}) > 1:
        return NameSimilarity(0.0)
    return NameSimilarity(0.0 if SLIP in off else SLIP_LIKENESS - slips / 20, (SLIP,))


# --- All letters in a row: parts may be joined or split ---------------------------------------


def may_be_joined(a: Parts, b: Parts) -> bool:
    """Not Sok and Sok Vannara: only one of them has most of the letters."""
    return sum(map(len, b)) > 0.6 * sum(map(len, a))


def orders(count: int, off: Off) -> Iterator[tuple[int, ...]]:
    """Every order of up to three parts; for more, only the turns (the last part comes first)."""
    if "order" in off:
        yield tuple(range(count))
    elif count <= 3:
        yield from permutations(range(count))
    else:
        yield from ((*range(k, count), *range(k)) for k in range(count))


def in_a_row(
    a: Parts, order: tuple[int, ...], b: Parts, off: Off, at_least: float = 0.0
) -> NameSimilarity:
    """The parts of `a`, in this order and written as one, against `b` written as one."""
    left, ends = row(tuple(a[i] for i in order))
    right, _ = row(b)
    habits = ["order"] * (list(order) != sorted(order)) + ["joined or split"] * (len(a) > len(b))
    penalty, size = sum(HABITS[h] for h in habits), weight(max(len(left), len(right)))
    alignment = align(left, right, off, most_cost(at_least + penalty, size, ends))
    if alignment is None:
        return NameSimilarity(0.0)
    score = (1 - alignment.cost / size + worst_part(alignment, ends)) / 2
    return likeness(score - penalty, [*alignment.reasons(), *habits])


def most_cost(score: float, size: float, ends: tuple[int, ...]) -> float:
    """What an alignment may cost for this score: if its parts differed alike, the worst of them
    would be as far off as all together."""
    apart = sum(weight(length) for length in lengths(ends))
    return 2 * (1 - score) / (1 / size + 1 / apart) + ROUNDING


@lru_cache(maxsize=65_536)
def row(parts: Parts) -> tuple[tuple[Sound, ...], tuple[int, ...]]:
    """The sounds of all parts one after the other, and where each part ends."""
    found: list[Sound] = []
    ends = []
    for part in parts:
        found.extend(sounds(part))
        ends.append(len(found))
    return tuple(found), tuple(ends)


def worst_part(alignment: Alignment, ends: tuple[int, ...]) -> float:
    """The likeness of the part that differs most: one other part makes another name."""
    costs = [0.0] * len(ends)
    for at, step in alignment.steps:
        costs[next((k for k, end in enumerate(ends) if at < end), -1)] += step.cost
    return min(1 - cost / weight(n) for cost, n in zip(costs, lengths(ends), strict=True))


def lengths(ends: tuple[int, ...]) -> list[int]:
    return [end - start for start, end in zip((0, *ends), ends, strict=False)]


def weight(length: int) -> float:
    """What cost makes a row of sounds another name altogether: more in a longer one.

    Of one syllable each sound counts: Tan is not Tang, nor Pen Pin, as easily as in a long name.
    """
    much = 0.5 + 0.35 * length
    return much if length > ONE_SYLLABLE else 0.8 * much


# --- Part by part: initials and parts that only one of the two has ----------------------------


def part_by_part(a: Parts, b: Parts, off: Off) -> NameSimilarity:
    """Each part of the shorter name with the best partner left in the longer one."""
    missing = len(a) - len(b)
    if missing and "part missing" in off:
        return NameSimilarity(0.0)
    pairs = sorted(
        ((pair(x, y, off), i, j) for i, x in enumerate(b) for j, y in enumerate(a)),
        key=lambda one: -one[0].score,
    )
    chosen: dict[int, tuple[int, NameSimilarity]] = {}
    for like, i, j in pairs:
        if i not in chosen and j not in {taken for taken, _ in chosen.values()}:
            chosen[i] = (j, like)
    likes = [like for _, like in chosen.values()]
    order = [chosen[i][0] for i in range(len(b))]
    habits = ["order"] * (order != sorted(order)) + ["part missing"] * bool(missing)
    score = (sum(p.score for p in likes) / len(likes) + min(p.score for p in likes)) / 2
    score -= HABITS["order"] * ("order" in habits)
    score -= cost_of_missing(missing)
    return likeness(score, [*(reason for p in likes for reason in p.reasons), *habits])


def cost_of_missing(count: int) -> float:
    return HABITS["part missing"] * (1 - 0.5**count)


@lru_cache(maxsize=65_536)
def pair(a: str, b: str, off: Off) -> NameSimilarity:
    """Two single parts; a single letter may stand for a part that begins with it."""
    if a == b:
        return NameSimilarity(1.0)
    if 1 in (len(a), len(b)) and a[0] == b[0] and "initial" not in off:
        return NameSimilarity(1 - HABITS["initial"], ("initial",))
    alignment = align(sounds(a), sounds(b), off)
    score = 1 - alignment.cost / weight(max(len(sounds(a)), len(sounds(b))))
    return likeness(score, alignment.reasons())


def likeness(score: float, reasons: list[str]) -> NameSimilarity:
    return NameSimilarity(max(0.0, score), tuple(dict.fromkeys(filter(None, reasons))))
