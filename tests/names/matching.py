"""Compares two spellings; also without one rule or habit, to measure what each contributes."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from cases.name_matching import (
    NameSimilarity,
    alignment,
    compare_readings,
    comparison,
    romanise_name,
    sound_rules,
)

CACHES = (
    *(sound_rules.spelling_costs, alignment.substitution_step, alignment.substitution_costs),
    *(alignment.deletion_step, alignment.deletion_steps, comparison.compare_parts),
)


def compare_names(left, right) -> NameSimilarity:
    """Similarity of two spellings in Latin or Khmer script, with or without titles."""
    return compare_readings(romanise_name(left), romanise_name(right))


@contextmanager
def without(rule):
    """Comparisons without an entry of `RULES` or a name in `HABIT_COSTS`."""
    with ExitStack() as patches:
        patches.callback(clear_caches)
        for change in changes_without(rule):
            patches.enter_context(change)
        clear_caches()
        yield


def clear_caches():
    for cached in CACHES:
        cached.cache_clear()


def changes_without(rule):
    """The patches that switch a rule or habit off."""
    nothing = NameSimilarity(0.0)
    by_part = comparison.compare_part_by_part
    match rule:
        case "order":
            yield patch.object(comparison, "part_orders", lambda count: [tuple(range(count))])
        case "initial":
            yield patch.object(comparison, "is_initial", lambda _a, _b: False)
        case "part missing":
            yield patch.object(
                comparison,
                "compare_part_by_part",
                lambda a, b: by_part(a, b) if len(a) == len(b) else nothing,
            )
        case comparison.TYPING_ERROR:
            yield patch.object(comparison, "compare_as_typing_error", lambda _a, _b: nothing)
        case str():
            if rule == "joined or split":
                yield patch.object(comparison, "may_be_joined", lambda _a, _b: False)
            others = {name: c for name, c in sound_rules.HABIT_COSTS.items() if name != rule}
            yield patch.object(alignment, "HABIT_COSTS", others)
        case _:
            others = tuple(other for other in sound_rules.RULES if other != rule)
            yield patch.object(sound_rules, "RULES", others)
