"""Least-cost alignment of two sound sequences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from math import inf

from cases.name_matching import sound_rules
from cases.name_matching.sound_rules import HABITS, SyllablePosition
from cases.name_matching.sounds import Sound

NO_RULES_OFF: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AlignmentStep:
    """What one pair of sounds (or a sound without partner) costs, and by which rule."""

    cost: float
    rule: str = ""
    left: str = ""
    right: str = ""

    def __str__(self):
        if self.left and self.right:
            return " = ".join(sorted((self.left, self.right)))
        return self.rule or f"{self.left} only in one"


@dataclass(slots=True)
class Alignment:
    """The cheapest way from one row of sounds to the other."""

    cost: float = 0.0
    # (where in the left row, what happens there)
    steps: list[tuple[int, AlignmentStep]] = field(default_factory=list)

    def reasons(self) -> list[str]:
        return [str(step) for _, step in self.steps if step.cost]


@lru_cache(maxsize=100_000)
def replaced(left: Sound, right: Sound, off: frozenset[str]) -> AlignmentStep | None:
    """One sound for another; None where a vowel would stand for a consonant."""
    if left.is_vowel != right.is_vowel:
        return None
    if left.letters == right.letters:
        return AlignmentStep(0.0)
    pair = frozenset((left.letters, right.letters))
    if left.is_vowel:
        return vowel_replaced(left, right, pair, off)
    place = (
        SyllablePosition.CODA
        if SyllablePosition.CODA in (left.place, right.place)
        else SyllablePosition.ONSET
    )
    cost, name = sound_rules.links(place, off).get(pair, (None, ""))
    if cost is None:
        cost = (
            sound_rules.OTHER_CODA
            if place == SyllablePosition.CODA
            else sound_rules.OTHER_CONSONANT
        )
    return AlignmentStep(cost, name, left.letters, right.letters)


def vowel_replaced(
    left: Sound, right: Sound, pair: frozenset, off: frozenset[str]
) -> AlignmentStep:
    cost, name = sound_rules.links(SyllablePosition.VOWEL, off).get(
        pair, (sound_rules.OTHER_VOWEL, "")
    )
    if cost > sound_rules.SAME and left.is_last and right.is_last:
        cost *= sound_rules.FINAL_VOWEL_FACTOR
    return AlignmentStep(cost, name, left.letters, right.letters)


@lru_cache(maxsize=100_000)
def dropped(sound: Sound, before: Sound | None, off: frozenset[str]) -> AlignmentStep:
    """A sound that only one of the two has; `before` stands before it in its own row."""
    habit, otherwise = habit_of_dropping(sound, before)
    if habit and habit not in off:
        return AlignmentStep(HABITS[habit], habit, sound.letters)
    return AlignmentStep(otherwise, "", sound.letters)


def habit_of_dropping(sound: Sound, before: Sound | None) -> tuple[str, float]:
    """The habit that explains a missing sound, if any, and what it costs without one."""
    if sound.is_vowel:
        return (
            ("", sound_rules.LAST_VOWEL)
            if sound.is_last
            else ("short vowel", sound_rules.LAST_VOWEL)
        )
    if before and before.letters == sound.letters:
        return "doubled letter", sound_rules.OTHER_CONSONANT
    if sound.place == SyllablePosition.CODA:
        if sound.letters in "hr":
            return f"final {sound.letters}", sound_rules.OTHER_CODA
        return ("" if sound.is_last else "silent letter"), sound_rules.OTHER_CODA
    if sound.letters == "h":  # Sok Heng, written as one: Sokheng
        joined = before is not None and not before.is_vowel
        return ("joined or split" if joined else ""), sound_rules.OTHER_H
    return "", sound_rules.OTHER_CONSONANT


@lru_cache(maxsize=65_536)
def drops(row: Sequence[Sound], off: frozenset[str]) -> list[AlignmentStep]:
    """What it costs to leave out each sound of a row."""
    return [dropped(s, before, off) for s, before in zip(row, (None, *row), strict=False)]


def align(
    left: Sequence[Sound],
    right: Sequence[Sound],
    off: frozenset[str] = NO_RULES_OFF,
    most: float = inf,
) -> Alignment | None:
    """The least costly alignment (dynamic programming over the two rows).

    None where it costs more than `most`: seen after a few sounds of names that are far apart.
    """
    drops_left, drops_right = drops(left, off), drops(right, off)
    if most < inf and is_dearer(left, right, off, most):
        return None
    costs_right = [step.cost for step in drops_right]
    moves: list[
        list[AlignmentStep | None]
    ] = []  # a step for a pair; None: a drop, seen from the costs
    table = [[*accumulate(costs_right, initial=0.0)]]
    # Most of the time that a search by name takes is spent in here.
    for sound, drop in zip(left, drops_left, strict=True):
        above, down = table[-1], drop.cost
        best = above[0] + down
        costs, steps = [best], []
        for other, across, before, over in zip(right, costs_right, above, above[1:], strict=False):
            best, step = best + across, None
            if over + down < best:
                best = over + down
            pair = replaced(sound, other, off)
            if pair is not None and before + pair.cost <= best:
                best, step = before + pair.cost, pair
            costs.append(best)
            steps.append(step)
        table.append(costs)
        moves.append(steps)
    return Alignment(table[-1][-1], trace(table, moves, drops_left, drops_right))


def is_dearer(left: Sequence[Sound], right: Sequence[Sound], off: frozenset[str], most) -> bool:
    """Whether every alignment costs more: costs alone, row by row, until all are too high."""
    costs_right = [step.cost for step in drops(right, off)]
    costs = [*accumulate(costs_right, initial=0.0)]
    for sound, drop in zip(left, drops(left, off), strict=True):
        above, down = costs, drop.cost
        best, pairs = above[0] + down, prices(sound, right, off)
        costs = [best]
        for pair, across, before, over in zip(pairs, costs_right, above, above[1:], strict=False):
            best += across
            if over + down < best:
                best = over + down
            if before + pair < best:
                best = before + pair
            costs.append(best)
        if min(costs) > most:
            return True
    return costs[-1] > most


@lru_cache(maxsize=65_536)
def prices(sound: Sound, row: Sequence[Sound], off: frozenset[str]) -> list[float]:
    """What it costs to have the sound stand for each of a row."""
    steps = (replaced(sound, other, off) for other in row)
    return [inf if step is None else step.cost for step in steps]


def trace(table, moves, drops_left, drops_right) -> list[tuple[int, AlignmentStep]]:
    """The way back through the table: where in the left row, and what happened there."""
    steps, i, j = [], len(drops_left), len(drops_right)
    while i or j:
        if i and j and (step := moves[i - 1][j - 1]) is not None:
            i, j = i - 1, j - 1
        elif i and (not j or table[i][j] == table[i - 1][j] + drops_left[i - 1].cost):
            i, step = i - 1, drops_left[i - 1]
        else:
            j, step = j - 1, drops_right[j - 1]
        steps.append((i, step))
    return steps[::-1]
