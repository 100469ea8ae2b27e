"""Which romanised letters stand for one sound, and the cost of differences.

There is no single romanisation of Khmer: identity papers use French letter values (ou, oeu, ch),
UNGEGN (1972) and the Geographic Department have their own tables, newspapers write by ear.
Each rule is a group of spellings of one sound; the cost of a rule is the distance between two
spellings of its group. A cost of 1 is a different initial consonant of a syllable: another name.
The costs were tuned on `tests/names/development.csv`; `make names` prints what each rule
contributes.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations


class SyllablePosition(StrEnum):
    """Position in a syllable at which a rule applies."""

    ONSET = "onset"
    CODA = "coda"
    CONSONANT = "consonant"  # onset and coda
    VOWEL = "vowel"


@dataclass(frozen=True)
class SoundRule:
    """Spellings that may stand for the same sound at a position, and the cost of assuming it."""

    name: str
    position: SyllablePosition
    spellings: frozenset[str]
    cost: float


def make_rule(position: SyllablePosition, spellings: str, cost: float, name: str = "") -> SoundRule:
    """A rule from spellings separated by blanks; its name defaults to the list of them."""
    letters = spellings.split()
    return SoundRule(name or ", ".join(letters), position, frozenset(letters), cost)


# Different letters for one sound.
SAME_SOUND_COST = 0.05
# Similar sounds that are sometimes written for one another.
NEAR_SOUND_COST = 0.2
FAR_SOUND_COST = 0.35

RULES: tuple[SoundRule, ...] = (
    # Consonants: aspiration may be unwritten; French and English letter values.
    make_rule(SyllablePosition.CONSONANT, "p ph bh", SAME_SOUND_COST, "p, ph"),
    make_rule(SyllablePosition.CONSONANT, "t th dh", SAME_SOUND_COST, "t, th"),
    make_rule(SyllablePosition.CONSONANT, "k kh", SAME_SOUND_COST),
    make_rule(SyllablePosition.CONSONANT, "ch chh j jh tch", SAME_SOUND_COST),
    make_rule(SyllablePosition.CONSONANT, "v w", SAME_SOUND_COST),
    make_rule(SyllablePosition.CONSONANT, "k kh c g gh q", SAME_SOUND_COST, "k, c, g"),
    make_rule(SyllablePosition.CONSONANT, "s sh z", SAME_SOUND_COST),
    make_rule(SyllablePosition.CONSONANT, "nh gn n", 0.1),
    make_rule(SyllablePosition.CONSONANT, "f ph", SAME_SOUND_COST),
    make_rule(SyllablePosition.ONSET, "b p", 0.45),
    make_rule(SyllablePosition.ONSET, "d t", 0.45),
    make_rule(SyllablePosition.ONSET, "ch chh s", 0.6),
    make_rule(SyllablePosition.ONSET, "l r", 0.7),
    # Codas: stops are unreleased and sound alike; nasals are confused.
    make_rule(SyllablePosition.CODA, "t th d dh", SAME_SOUND_COST, "final t, th, d"),
    make_rule(SyllablePosition.CODA, "p ph b bh", SAME_SOUND_COST, "final p, ph, b"),
    make_rule(SyllablePosition.CODA, "k kh g c ch chh", 0.45, "final k, ch"),
    make_rule(SyllablePosition.CODA, "t th d ch chh s", FAR_SOUND_COST, "final t, ch, s"),
    make_rule(SyllablePosition.CODA, "n ng nh", 0.25, "final n, ng, nh"),
    make_rule(SyllablePosition.CODA, "l r", 0.3, "final l, r"),
    make_rule(SyllablePosition.CODA, "n l", 0.5, "final n, l"),
    make_rule(SyllablePosition.CODA, "m n ng nh", 0.6, "final m, n"),
    # Vowels: groups that romanisers use interchangeably.
    make_rule(SyllablePosition.VOWEL, "ou u oo uo", SAME_SOUND_COST),
    make_rule(SyllablePosition.VOWEL, "o u", SAME_SOUND_COST),
    make_rule(SyllablePosition.VOWEL, "o ou oo", 0.1),
    make_rule(SyllablePosition.VOWEL, "uo ua uu ou u", SAME_SOUND_COST, "uo, ua"),
    make_rule(
        SyllablePosition.VOWEL, "eu oeu oe ue ueu eou oue", SAME_SOUND_COST, "eu, oeu, oe, ue"
    ),
    make_rule(SyllablePosition.VOWEL, "ea ie ia iea", SAME_SOUND_COST, "ea, ie, ia"),
    make_rule(SyllablePosition.VOWEL, "ea ie ia eo iea", NEAR_SOUND_COST, "ea, eo"),
    make_rule(SyllablePosition.VOWEL, "ai ay ei ey aiy eay", SAME_SOUND_COST, "ai, ay, ei, ey"),
    make_rule(SyllablePosition.VOWEL, "ai ay y", NEAR_SOUND_COST, "ay, y"),
    make_rule(SyllablePosition.VOWEL, "i y ee ii ei ey", SAME_SOUND_COST, "i, y, ey"),
    make_rule(SyllablePosition.VOWEL, "au ao av ov ow aw aou", SAME_SOUND_COST, "au, ao, av, ov"),
    make_rule(SyllablePosition.VOWEL, "ae e", 0.1),
    make_rule(SyllablePosition.VOWEL, "ieu iev iv ev eav eo aev ieo iew", 0.1, "ieu, iev, eo"),
    make_rule(SyllablePosition.VOWEL, "oy uy oi ui uoy uoi", SAME_SOUND_COST, "oy, uy"),
    make_rule(SyllablePosition.VOWEL, "a aa", SAME_SOUND_COST),
    # Similar vowels: the inherent vowel is written a, o or â.
    make_rule(SyllablePosition.VOWEL, "a o", 0.25, "inherent a, o"),
    make_rule(SyllablePosition.VOWEL, "a oa o", 0.25, "oa, o, a"),
    make_rule(SyllablePosition.VOWEL, "a ea", NEAR_SOUND_COST, "a, ea"),
    make_rule(SyllablePosition.VOWEL, "e i ei", FAR_SOUND_COST, "e, i"),
    make_rule(SyllablePosition.VOWEL, "e ea ie ae", 0.3, "e, ea"),
    make_rule(SyllablePosition.VOWEL, "e ey ay ai", 0.25, "e, ey"),
    make_rule(SyllablePosition.VOWEL, "e eu oe i", 0.3, "e, eu, i"),
    make_rule(SyllablePosition.VOWEL, "o u ou uo eu oe oeu ue", FAR_SOUND_COST, "ou, oeu"),
    make_rule(SyllablePosition.VOWEL, "o ao ou ov au", 0.25, "o, ao, ov"),
    make_rule(SyllablePosition.VOWEL, "a e", 0.45, "a, e"),
    make_rule(SyllablePosition.VOWEL, "a ao au ov av", 0.4, "a, ao"),
    make_rule(SyllablePosition.VOWEL, "i ie ea ia", 0.3, "i, ie"),
)

# Costs of other differences in writing, by name. Like rules, they can be disabled.
HABIT_COSTS = {
    "final h": 0.03,  # drop of a final h
    "final r": 0.05,  # drop of a final r, silent in Khmer
    "silent letter": 0.35,  # drop of a consonant before another one
    "short vowel": 0.3,  # drop of a vowel between consonants
    "order": 0.02,  # family name first or last
    "joined or split": 0.03,  # parts written as one or apart
    "initial": 0.25,  # a part written as its first letter
    "part missing": 0.45,  # a part only one of the two has
    "slip of the fingers": 0.0,  # one letter in six wrong, missing, doubled or swapped
    "doubled letter": 0.01,
}

OTHER_VOWEL_COST = 0.6
OTHER_CONSONANT_COST = 1.0
OTHER_CODA_COST = 0.8
OTHER_H_COST = 0.8
LAST_VOWEL_COST = 0.75
# The final vowel of a part distinguishes names: Sothea and Sothy.
FINAL_VOWEL_FACTOR = 1.4

RULE_AND_HABIT_NAMES = frozenset(r.name for r in RULES) | HABIT_COSTS.keys()


@cache
def spelling_costs(
    position: SyllablePosition, disabled: frozenset[str] = frozenset()
) -> dict[frozenset, tuple]:
    """Pairs of spellings at a position -> (cost, rule name) of the cheapest enabled rule."""
    costs: dict[frozenset, tuple] = {}
    for candidate in RULES:
        if candidate.name in disabled or not applies_at(candidate, position):
            continue
        for pair in combinations(sorted(candidate.spellings), 2):
            key = frozenset(pair)
            if key not in costs or candidate.cost < costs[key][0]:
                costs[key] = (candidate.cost, candidate.name)
    return costs


def applies_at(candidate: SoundRule, position: SyllablePosition) -> bool:
    """Whether the rule applies at this position."""
    return candidate.position == position or (
        candidate.position == SyllablePosition.CONSONANT and position != SyllablePosition.VOWEL
    )
