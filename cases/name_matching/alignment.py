"""Least-cost alignment of two sound sequences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import inf

from cases.name_matching.sound_rules import (
    CODA,
    FINAL_VOWEL_FACTOR,
    HABIT_COSTS,
    LAST_VOWEL_COST,
    ONSET,
    OTHER_COSTS,
    OTHER_H_COST,
    SAME_SOUND_COST,
    spelling_costs,
)
from cases.name_matching.sounds import Sound


@dataclass(frozen=True, slots=True)
class AlignmentStep:
    """Cost of one substitution or deletion of a sound, and the habit that explains a deletion."""

    cost: float
    habit: str = ""
    left: str = ""
    right: str = ""

    def __str__(self):
        if self.left and self.right:
            return " = ".join(sorted((self.left, self.right)))
        return self.habit or f"{self.left} only in one"


@dataclass(slots=True)
class Alignment:
    """A least-cost alignment of two sound sequences."""

    cost: float
    steps: list[tuple[int, AlignmentStep]]  # with the position in the left sequence

    def reasons(self) -> list[str]:
        """Descriptions of the steps that cost something."""
        return [str(step) for _, step in self.steps if step.cost]


@lru_cache(maxsize=100_000)
def substitution_step(left: Sound, right: Sound) -> AlignmentStep | None:
    """Substitution of one sound by another; None for a vowel and a consonant."""
    if left.is_vowel != right.is_vowel:
        return None
    if left.letters == right.letters:
        return AlignmentStep(0.0)
    position = CODA if CODA in (left.position, right.position) else left.position
    pair = frozenset((left.letters, right.letters))
    cost = spelling_costs(position).get(pair, OTHER_COSTS[position])
    if left.is_vowel and left.is_last and right.is_last and cost > SAME_SOUND_COST:
        cost *= FINAL_VOWEL_FACTOR
    return AlignmentStep(cost, left=left.letters, right=right.letters)


@lru_cache(maxsize=100_000)
def deletion_step(sound: Sound, before: Sound | None) -> AlignmentStep:
    """Deletion of a sound that only one name has; `before` is the sound that precedes it."""
    habit, other_cost = deletion_habit(sound, before)
    return AlignmentStep(HABIT_COSTS.get(habit, other_cost), habit, sound.letters)


def deletion_habit(sound: Sound, before: Sound | None) -> tuple[str, float]:
    """The habit that explains a missing sound (or ""), and the cost if none does."""
    if sound.is_vowel:
        return ("" if sound.is_last else "short vowel"), LAST_VOWEL_COST
    if before and before.letters == sound.letters:
        return "doubled letter", OTHER_COSTS[ONSET]
    if sound.position == CODA:
        if sound.letters in "hr":
            return f"final {sound.letters}", OTHER_COSTS[CODA]
        return ("" if sound.is_last else "silent letter"), OTHER_COSTS[CODA]
    if sound.letters == "h":  # Sok Heng joined: Sokheng
        is_joined = before is not None and not before.is_vowel
        return ("joined or split" if is_joined else ""), OTHER_H_COST
    return "", OTHER_COSTS[ONSET]


@lru_cache(maxsize=65_536)
def deletion_steps(sequence: Sequence[Sound]) -> list[AlignmentStep]:
    """A deletion step for each sound of a sequence."""
    return [deletion_step(*pair) for pair in zip(sequence, (None, *sequence), strict=False)]


def align(left: Sequence[Sound], right: Sequence[Sound], max_cost: float = inf) -> Alignment | None:
    """The least-cost alignment (dynamic programming, as for edit distance).

    None if it costs more than `max_cost`, which is detected early for dissimilar names. Hot code:
    a search by name spends most of its time here.
    """
    if max_cost < inf and exceeds_cost(left, right, max_cost):
        return None
    deletions_left, deletions_right = deletion_steps(left), deletion_steps(right)
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
            pair = substitution_step(sound, other)
            if pair is not None and before + pair.cost <= best:
                best, step = before + pair.cost, pair
            costs.append(best)
            steps.append(step)
        table.append(costs)
        substitutions.append(steps)
    steps = backtrack(table, substitutions, deletions_left, deletions_right)
    return Alignment(table[-1][-1], steps)


def exceeds_cost(left: Sequence[Sound], right: Sequence[Sound], max_cost: float) -> bool:
    """Whether every alignment costs more than `max_cost`.

    Computes the costs only, row by row, and stops when all costs of a row exceed it.
    """
    costs_right = [step.cost for step in deletion_steps(right)]
    costs = [*accumulate(costs_right, initial=0.0)]
    for sound, deletion in zip(left, deletion_steps(left), strict=True):
        above, down = costs, deletion.cost
        best, pairs = above[0] + down, substitution_costs(sound, right)
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
def substitution_costs(sound: Sound, sequence: Sequence[Sound]) -> list[float]:
    """Cost of substituting the sound by each sound of a sequence; infinite if impossible."""
    steps = (substitution_step(sound, other) for other in sequence)
    return [inf if step is None else step.cost for step in steps]


def backtrack(
    table, substitutions, deletions_left, deletions_right
) -> list[tuple[int, AlignmentStep]]:
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
