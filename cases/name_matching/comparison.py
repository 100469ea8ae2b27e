"""Similarity of two spellings from 0 to 1, with reasons.

Only a hint for staff: nothing is merged automatically.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cases.name_matching.alignment import Alignment, align
from cases.name_matching.keys import MIN_OUTLINE_AGREEMENT, part_outline
from cases.name_matching.sound_rules import HABIT_COSTS
from cases.name_matching.sounds import Sound, parse_sounds

# Minimum score of possible duplicates, for which staff get a warning. Chosen in decision 13.
DUPLICATE_THRESHOLD = 0.84
# Minimum score of search results.
SEARCH_THRESHOLD = 0.55

# Up to this many sounds, a part counts as one syllable.
MAX_SOUNDS_OF_SYLLABLE = 3
# No better alignment is searched once this score is reached.
CERTAIN_SCORE = 0.9
# Habit name and score for a typing error: letters differ for no reason of romanisation.
TYPING_ERROR = "slip of the fingers"
TYPING_ERROR_SCORE = 0.77
# Greater than the rounding error of a sum of costs.
ROUNDING_TOLERANCE = 1e-9

NameParts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameSimilarity:
    """Similarity of two spellings (1: the same), and the rules that had to be assumed."""

    score: float
    reasons: tuple[str, ...] = ()


def compare_readings(left: str, right: str, at_least: float = 0.0) -> NameSimilarity:
    """Similarity of two romanised names (`romanise_name`). Symmetric.

    Below `at_least` the score may be too low: alignments that cannot reach it are cut short.
    """
    if not left or not right:
        return NameSimilarity(0.0)
    if left == right:
        return NameSimilarity(1.0)
    a, b = tuple(left.split()), tuple(right.split())
    if (len(a), a) < (len(b), b):
        a, b = b, a
    best = NameSimilarity(0.0)
    for similarity in candidate_similarities(a, b, at_least):
        best = max(best, similarity, key=lambda candidate: candidate.score)
        if best.score >= CERTAIN_SCORE:
            break
    return best


def candidate_similarities(a: NameParts, b: NameParts, at_least: float) -> Iterator[NameSimilarity]:
    """Similarity by each method and order of parts. `a` must not have fewer parts than `b`."""
    if len(a) == len(b) or may_be_joined(a, b):
        outlines, outline_b = [*map(part_outline, a)], "".join(map(part_outline, b))
        for order in part_orders(len(a)):
            # Cheap test first: most orders are far off.
            if fuzz.ratio("".join(outlines[i] for i in order), outline_b) >= MIN_OUTLINE_AGREEMENT:
                yield compare_joined(a, order, b, at_least)
    has_gaps = len(a) > len(b) or any(len(part) == 1 for part in a + b)
    if has_gaps and 1 - missing_parts_cost(len(a) - len(b)) >= at_least:
        yield compare_part_by_part(a, b)
    if at_least <= TYPING_ERROR_SCORE:
        yield compare_as_typing_error(a, b)


def compare_as_typing_error(a: NameParts, b: NameParts) -> NameSimilarity:
    """Similarity if the difference is a typing error, not in the first letter of a part.

    Scores above the search threshold and below the duplicate threshold, or 0.
    """
    letters = ("".join(a), "".join(b))
    errors = OSA.distance(*letters)
    if errors > max(map(len, letters)) // 6 or [p[0] for p in a] != [p[0] for p in b]:
        return NameSimilarity(0.0)
    return NameSimilarity(TYPING_ERROR_SCORE - errors / 20, (TYPING_ERROR,))


# --- All parts as one sequence of sounds: parts may be joined or split ------------------------


def may_be_joined(a: NameParts, b: NameParts) -> bool:
    """Whether `b` has enough of the letters of `a`: not Sok Vannara and Sok."""
    return sum(map(len, b)) > 0.6 * sum(map(len, a))


def part_orders(count: int) -> Iterable[tuple[int, ...]]:
    """All permutations of up to three parts; only rotations of more."""
    if count <= 3:
        return permutations(range(count))
    return ((*range(k, count), *range(k)) for k in range(count))


def compare_joined(
    a: NameParts, order: tuple[int, ...], b: NameParts, at_least: float
) -> NameSimilarity:
    """Similarity of the joined parts of `a`, in this order, and the joined parts of `b`."""
    left, ends = sounds_of_parts(tuple(a[i] for i in order))
    right, _ = sounds_of_parts(b)
    habits = ["order"] * (list(order) != sorted(order)) + ["joined or split"] * (len(a) > len(b))
    penalty, size = sum(HABIT_COSTS[h] for h in habits), sequence_weight(max(len(left), len(right)))
    alignment = align(left, right, max_alignment_cost(at_least + penalty, size, ends))
    if alignment is None:
        return NameSimilarity(0.0)
    score = (1 - alignment.cost / size + worst_part_score(alignment, ends)) / 2
    return build_similarity(score - penalty, [*alignment.reasons(), *habits])


def max_alignment_cost(score: float, size: float, ends: tuple[int, ...]) -> float:
    """Upper bound of the cost of an alignment that reaches this score.

    The bound is met if the cost is spread evenly over the parts, so that the worst part scores
    as the whole name.
    """
    size_of_parts = sum(sequence_weight(length) for length in part_lengths(ends))
    return 2 * (1 - score) / (1 / size + 1 / size_of_parts) + ROUNDING_TOLERANCE


@lru_cache(maxsize=65_536)
def sounds_of_parts(parts: NameParts) -> tuple[tuple[Sound, ...], tuple[int, ...]]:
    """The sounds of all parts as one sequence, and the end position of each part."""
    sequence: list[Sound] = []
    ends = []
    for part in parts:
        sequence.extend(parse_sounds(part))
        ends.append(len(sequence))
    return tuple(sequence), tuple(ends)


def worst_part_score(alignment: Alignment, ends: tuple[int, ...]) -> float:
    """Score of the part that differs most: one different part makes it another name."""
    costs = [0.0] * len(ends)
    for position, step in alignment.steps:
        costs[next((k for k, end in enumerate(ends) if position < end), -1)] += step.cost
    return min(
        1 - cost / sequence_weight(n) for cost, n in zip(costs, part_lengths(ends), strict=True)
    )


def part_lengths(ends: tuple[int, ...]) -> list[int]:
    """Number of sounds of each part."""
    return [end - start for start, end in zip((0, *ends), ends, strict=False)]


def sequence_weight(length: int) -> float:
    """Cost that brings the score of a sequence of this many sounds down to 0.

    Lower for one syllable, where each sound matters more: Tan and Tang, Pen and Pin.
    """
    size = 0.5 + 0.35 * length
    return size if length > MAX_SOUNDS_OF_SYLLABLE else 0.8 * size


# --- Part by part: initials and missing parts ---------------------------------------------------


def compare_part_by_part(a: NameParts, b: NameParts) -> NameSimilarity:
    """Similarity if each part of `b` is paired greedily with its most similar part of `a`."""
    missing = len(a) - len(b)
    pairs = sorted(
        ((compare_parts(x, y), i, j) for i, x in enumerate(b) for j, y in enumerate(a)),
        key=lambda item: -item[0].score,
    )
    chosen: dict[int, tuple[int, NameSimilarity]] = {}
    for similarity, i, j in pairs:
        if i not in chosen and j not in {paired for paired, _ in chosen.values()}:
            chosen[i] = (j, similarity)
    similarities = [similarity for _, similarity in chosen.values()]
    scores = [similarity.score for similarity in similarities]
    order = [chosen[i][0] for i in range(len(b))]
    habits = ["order"] * (order != sorted(order)) + ["part missing"] * bool(missing)
    score = (sum(scores) / len(scores) + min(scores)) / 2
    score -= HABIT_COSTS["order"] * ("order" in habits)
    score -= missing_parts_cost(missing)
    return build_similarity(
        score, [*(reason for s in similarities for reason in s.reasons), *habits]
    )


def missing_parts_cost(count: int) -> float:
    """Penalty for this many missing parts; each costs half as much as the one before."""
    return HABIT_COSTS["part missing"] * (1 - 0.5**count)


@lru_cache(maxsize=65_536)
def compare_parts(a: str, b: str) -> NameSimilarity:
    """Similarity of two parts; a single letter may be the initial of the other part."""
    if a == b:
        return NameSimilarity(1.0)
    if is_initial(a, b):
        return NameSimilarity(1 - HABIT_COSTS["initial"], ("initial",))
    alignment = align(parse_sounds(a), parse_sounds(b))
    score = 1 - alignment.cost / sequence_weight(max(len(parse_sounds(a)), len(parse_sounds(b))))
    return build_similarity(score, alignment.reasons())


def is_initial(a: str, b: str) -> bool:
    """Whether one part is the first letter of the other."""
    return 1 in (len(a), len(b)) and a[0] == b[0]


def build_similarity(score: float, reasons: list[str]) -> NameSimilarity:
    """Similarity with a score of at least 0 and distinct, non-empty reasons."""
    return NameSimilarity(max(0.0, score), tuple(dict.fromkeys(filter(None, reasons))))
