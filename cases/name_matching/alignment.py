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
    """Cost of one substitution or deletion of a sound, and the rule that explains it."""

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
    """A least-cost alignment of two sound sequences."""

    cost: float = 0.0
    # (position in the left sequence, step)
    steps: list[tuple[int, AlignmentStep]] = field(default_factory=list)

    def reasons(self) -> list[str]:
        """Descriptions of the steps that cost something."""
        return [str(step) for _, step in self.steps if step.cost]


@lru_cache(maxsize=100_000)
def replaced(left: Sound, right: Sound, disabled: frozenset[str]) -> AlignmentStep | None:
    """Substitution of one sound by another; None for a vowel and a consonant."""
    if left.is_vowel != right.is_vowel:
        return None
    if left.letters == right.letters:
        return AlignmentStep(0.0)
    pair = frozenset((left.letters, right.letters))
    if left.is_vowel:
        return vowel_replaced(left, right, pair, disabled)
    position = (
        SyllablePosition.CODA
        if SyllablePosition.CODA in (left.position, right.position)
        else SyllablePosition.ONSET
    )
    cost, name = sound_rules.links(position, disabled).get(pair, (None, ""))
    if cost is None:
        cost = (
            sound_rules.OTHER_CODA
            if position == SyllablePosition.CODA
            else sound_rules.OTHER_CONSONANT
        )
    return AlignmentStep(cost, name, left.letters, right.letters)


def vowel_replaced(
    left: Sound, right: Sound, pair: frozenset, disabled: frozenset[str]
) -> AlignmentStep:
    """Substitution of a vowel; costs more if both vowels end their parts."""
    cost, name = sound_rules.links(SyllablePosition.VOWEL, disabled).get(
        pair, (sound_rules.OTHER_VOWEL, "")
    )
    if cost > sound_rules.SAME and left.is_last and right.is_last:
        cost *= sound_rules.FINAL_VOWEL_FACTOR
    return AlignmentStep(cost, name, left.letters, right.letters)


@lru_cache(maxsize=100_000)
def dropped(sound: Sound, before: Sound | None, disabled: frozenset[str]) -> AlignmentStep:
    """Deletion of a sound that only one name has; `before` is the sound that precedes it."""
    habit, cost_without_habit = habit_of_dropping(sound, before)
    if habit and habit not in disabled:
        return AlignmentStep(HABITS[habit], habit, sound.letters)
    return AlignmentStep(cost_without_habit, "", sound.letters)


def habit_of_dropping(sound: Sound, before: Sound | None) -> tuple[str, float]:
    """The habit that explains a missing sound (or ""), and the cost if it is disabled."""
    if sound.is_vowel:
        return (
            ("", sound_rules.LAST_VOWEL)
            if sound.is_last
            else ("short vowel", sound_rules.LAST_VOWEL)
        )
    if before and before.letters == sound.letters:
        return "doubled letter", sound_rules.OTHER_CONSONANT
    if sound.position == SyllablePosition.CODA:
        if sound.letters in "hr":
            return f"final {sound.letters}", sound_rules.OTHER_CODA
        return ("" if sound.is_last else "silent letter"), sound_rules.OTHER_CODA
    if sound.letters == "h":  # Sok Heng joined: Sokheng
        is_joined = before is not None and not before.is_vowel
        return ("joined or split" if is_joined else ""), sound_rules.OTHER_H
    return "", sound_rules.OTHER_CONSONANT


@lru_cache(maxsize=65_536)
def drops(sequence: Sequence[Sound], disabled: frozenset[str]) -> list[AlignmentStep]:
    """A deletion step for each sound of a sequence."""
    preceding = (None, *sequence)
    return [dropped(s, before, disabled) for s, before in zip(sequence, preceding, strict=False)]


def align(
    left: Sequence[Sound],
    right: Sequence[Sound],
    disabled: frozenset[str] = NO_RULES_OFF,
    max_cost: float = inf,
) -> Alignment | None:
    """The least-cost alignment (dynamic programming, as for edit distance).

    None if it costs more than `max_cost`, which is detected early for dissimilar names. Hot code:
    a search by name spends most of its time here.
    """
    deletions_left, deletions_right = drops(left, disabled), drops(right, disabled)
    if max_cost < inf and is_dearer(left, right, disabled, max_cost):
        return None
    costs_right = [step.cost for step in deletions_right]
    # The substitution chosen for each cell of the table; None for a deletion.
    substitutions: list[list[AlignmentStep | None]] = []
    table = [[*accumulate(costs_right, initial=0.0)]]
    for sound, deletion in zip(left, deletions_left, strict=True):
        above, down = table[-1], deletion.cost
        best = above[0] + down
        costs, steps = [best], []
        for other, across, before, over in zip(right, costs_right, above, above[1:], strict=False):
            best, step = best + across, None
            if over + down < best:
                best = over + down
            pair = replaced(sound, other, disabled)
            if pair is not None and before + pair.cost <= best:
                best, step = before + pair.cost, pair
            costs.append(best)
            steps.append(step)
        table.append(costs)
        substitutions.append(steps)
    steps = trace(table, substitutions, deletions_left, deletions_right)
    return Alignment(table[-1][-1], steps)


def is_dearer(
    left: Sequence[Sound], right: Sequence[Sound], disabled: frozenset[str], max_cost: float
) -> bool:
    """Whether every alignment costs more than `max_cost`.

    Computes the costs only, row by row, and stops when all costs of a row exceed it.
    """
    costs_right = [step.cost for step in drops(right, disabled)]
    costs = [*accumulate(costs_right, initial=0.0)]
    for sound, deletion in zip(left, drops(left, disabled), strict=True):
        above, down = costs, deletion.cost
        best, pairs = above[0] + down, prices(sound, right, disabled)
        costs = [best]
        for pair, across, before, over in zip(pairs, costs_right, above, above[1:], strict=False):
            best += across
            if over + down < best:
                best = over + down
            if before + pair < best:
                best = before + pair
            costs.append(best)
        if min(costs) > max_cost:
            return True
    return costs[-1] > max_cost


@lru_cache(maxsize=65_536)
def prices(sound: Sound, sequence: Sequence[Sound], disabled: frozenset[str]) -> list[float]:
    """Cost of substituting the sound by each sound of a sequence; infinite if impossible."""
    steps = (replaced(sound, other, disabled) for other in sequence)
    return [inf if step is None else step.cost for step in steps]


def trace(table, substitutions, deletions_left, deletions_right) -> list[tuple[int, AlignmentStep]]:
    """Backtrack through the table: (position in the left sequence, step), from the start."""
    steps, i, j = [], len(deletions_left), len(deletions_right)
    while i or j:
        if i and j and (step := substitutions[i - 1][j - 1]) is not None:
            i, j = i - 1, j - 1
        elif i and (not j or table[i][j] == table[i - 1][j] + deletions_left[i - 1].cost):
            i, step = i - 1, deletions_left[i - 1]
        else:
            j, step = j - 1, deletions_right[j - 1]
        steps.append((i, step))
    return steps[::-1]
