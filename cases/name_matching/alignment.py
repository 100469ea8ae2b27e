"""Least-cost alignment of two sound sequences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from math import inf

from cases.name_matching import sound_rules
from cases.name_matching.sound_rules import HABIT_COSTS, SyllablePosition
from cases.name_matching.sounds import Sound

NO_RULES_DISABLED: frozenset[str] = frozenset()


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
def substitution_step(left: Sound, right: Sound, disabled: frozenset[str]) -> AlignmentStep | None:
    """Substitution of one sound by another; None for a vowel and a consonant."""
    if left.is_vowel != right.is_vowel:
        return None
    if left.letters == right.letters:
        return AlignmentStep(0.0)
    pair = frozenset((left.letters, right.letters))
    if left.is_vowel:
        return vowel_substitution_step(left, right, pair, disabled)
    position = (
        SyllablePosition.CODA
        if SyllablePosition.CODA in (left.position, right.position)
        else SyllablePosition.ONSET
    )
    cost, name = sound_rules.spelling_costs(position, disabled).get(pair, (None, ""))
    if cost is None:
        cost = (
            sound_rules.OTHER_CODA_COST
            if position == SyllablePosition.CODA
            else sound_rules.OTHER_CONSONANT_COST
        )
    return AlignmentStep(cost, name, left.letters, right.letters)


def vowel_substitution_step(
    left: Sound, right: Sound, pair: frozenset, disabled: frozenset[str]
) -> AlignmentStep:
    """Substitution of a vowel; costs more if both vowels end their parts."""
    cost, name = sound_rules.spelling_costs(SyllablePosition.VOWEL, disabled).get(
        pair, (sound_rules.OTHER_VOWEL_COST, "")
    )
    if cost > sound_rules.SAME_SOUND_COST and left.is_last and right.is_last:
        cost *= sound_rules.FINAL_VOWEL_FACTOR
    return AlignmentStep(cost, name, left.letters, right.letters)


@lru_cache(maxsize=100_000)
def deletion_step(sound: Sound, before: Sound | None, disabled: frozenset[str]) -> AlignmentStep:
    """Deletion of a sound that only one name has; `before` is the sound that precedes it."""
    habit, cost_without_habit = deletion_habit(sound, before)
    if habit and habit not in disabled:
        return AlignmentStep(HABIT_COSTS[habit], habit, sound.letters)
    return AlignmentStep(cost_without_habit, "", sound.letters)


def deletion_habit(sound: Sound, before: Sound | None) -> tuple[str, float]:
    """The habit that explains a missing sound (or ""), and the cost if it is disabled."""
    if sound.is_vowel:
        return (
            ("", sound_rules.LAST_VOWEL_COST)
            if sound.is_last
            else ("short vowel", sound_rules.LAST_VOWEL_COST)
        )
    if before and before.letters == sound.letters:
        return "doubled letter", sound_rules.OTHER_CONSONANT_COST
    if sound.position == SyllablePosition.CODA:
        if sound.letters in "hr":
            return f"final {sound.letters}", sound_rules.OTHER_CODA_COST
        return ("" if sound.is_last else "silent letter"), sound_rules.OTHER_CODA_COST
    if sound.letters == "h":  # Sok Heng joined: Sokheng
        is_joined = before is not None and not before.is_vowel
        return ("joined or split" if is_joined else ""), sound_rules.OTHER_H_COST
    return "", sound_rules.OTHER_CONSONANT_COST


@lru_cache(maxsize=65_536)
def deletion_steps(sequence: Sequence[Sound], disabled: frozenset[str]) -> list[AlignmentStep]:
    """A deletion step for each sound of a sequence."""
    preceding = (None, *sequence)
    return [
        deletion_step(s, before, disabled) for s, before in zip(sequence, preceding, strict=False)
    ]


def align(
    left: Sequence[Sound],
    right: Sequence[Sound],
    disabled: frozenset[str] = NO_RULES_DISABLED,
    max_cost: float = inf,
) -> Alignment | None:
    """The least-cost alignment (dynamic programming, as for edit distance).

    None if it costs more than `max_cost`, which is detected early for dissimilar names. Hot code:
    a search by name spends most of its time here.
    """
    deletions_left, deletions_right = (
        deletion_steps(left, disabled),
        deletion_steps(right, disabled),
    )
    if max_cost < inf and exceeds_cost(left, right, disabled, max_cost):
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
            pair = substitution_step(sound, other, disabled)
            if pair is not None and before + pair.cost <= best:
                best, step = before + pair.cost, pair
            costs.append(best)
            steps.append(step)
        table.append(costs)
        substitutions.append(steps)
    steps = backtrack(table, substitutions, deletions_left, deletions_right)
    return Alignment(table[-1][-1], steps)


def exceeds_cost(
    left: Sequence[Sound], right: Sequence[Sound], disabled: frozenset[str], max_cost: float
) -> bool:
    """Whether every alignment costs more than `max_cost`.

    Computes the costs only, row by row, and stops when all costs of a row exceed it.
    """
    costs_right = [step.cost for step in deletion_steps(right, disabled)]
    costs = [*accumulate(costs_right, initial=0.0)]
    for sound, deletion in zip(left, deletion_steps(left, disabled), strict=True):
        above, down = costs, deletion.cost
        best, pairs = above[0] + down, substitution_costs(sound, right, disabled)
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
def substitution_costs(
    sound: Sound, sequence: Sequence[Sound], disabled: frozenset[str]
) -> list[float]:
    """Cost of substituting the sound by each sound of a sequence; infinite if impossible."""
    steps = (substitution_step(sound, other, disabled) for other in sequence)
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
