"""Which romanised letters stand for one sound, and the cost of differences.

There is no single romanisation of Khmer: identity papers use French letter values (ou, oeu, ch),
UNGEGN (1972) and the Geographic Department have their own tables, newspapers write by ear.
Each rule is a group of spellings of one sound; the cost of a rule is the distance between two
spellings of its group. A cost of 1 is a different initial consonant of a syllable: another name.
The costs were tuned on `tests/names/development.csv`; `make names` prints what each rule
contributes.
"""

from enum import StrEnum
from functools import cache
from itertools import combinations


class SyllablePosition(StrEnum):
    """Position in a syllable at which a rule applies."""

    ONSET = "onset"
    CODA = "coda"
    CONSONANT = "consonant"  # onset and coda
    VOWEL = "vowel"


ONSET, CODA, CONSONANT, VOWEL = SyllablePosition

# Different letters for one sound.
SAME_SOUND_COST = 0.05
# Similar sounds that are sometimes written for one another.
NEAR_SOUND_COST = 0.2
FAR_SOUND_COST = 0.35

# Position, spellings that may stand for the same sound there, cost of assuming it.
RULES: tuple[tuple[SyllablePosition, str, float], ...] = (
    # Consonants: aspiration may be unwritten; French and English letter values.
    (CONSONANT, "p ph bh", SAME_SOUND_COST),
    (CONSONANT, "t th dh", SAME_SOUND_COST),
    (CONSONANT, "k kh", SAME_SOUND_COST),
    (CONSONANT, "ch chh j jh tch", SAME_SOUND_COST),
    (CONSONANT, "v w", SAME_SOUND_COST),
    (CONSONANT, "k kh c g gh q", SAME_SOUND_COST),
    (CONSONANT, "s sh z", SAME_SOUND_COST),
    (CONSONANT, "nh gn n", 0.1),
    (CONSONANT, "f ph", SAME_SOUND_COST),
    (ONSET, "b p", 0.45),
    (ONSET, "d t", 0.45),
    (ONSET, "ch chh s", 0.6),
    (ONSET, "l r", 0.7),
    # Codas: stops are unreleased and sound alike; nasals are confused.
    (CODA, "t th d dh", SAME_SOUND_COST),
    (CODA, "p ph b bh", SAME_SOUND_COST),
    (CODA, "k kh g c ch chh", 0.45),
    (CODA, "t th d ch chh s", FAR_SOUND_COST),
    (CODA, "n ng nh", 0.25),
    (CODA, "l r", 0.3),
    (CODA, "n l", 0.5),
    (CODA, "m n ng nh", 0.6),
    # Vowels: groups that romanisers use interchangeably.
    (VOWEL, "ou u oo uo", SAME_SOUND_COST),
    (VOWEL, "o u", SAME_SOUND_COST),
    (VOWEL, "o ou oo", 0.1),
    (VOWEL, "uo ua uu ou u", SAME_SOUND_COST),
    (VOWEL, "eu oeu oe ue ueu eou oue", SAME_SOUND_COST),
    (VOWEL, "ea ie ia iea", SAME_SOUND_COST),
    (VOWEL, "ea ie ia eo iea", NEAR_SOUND_COST),
    (VOWEL, "ai ay ei ey aiy eay", SAME_SOUND_COST),
    (VOWEL, "ai ay y", NEAR_SOUND_COST),
    (VOWEL, "i y ee ii ei ey", SAME_SOUND_COST),
    (VOWEL, "au ao av ov ow aw aou", SAME_SOUND_COST),
    (VOWEL, "ae e", 0.1),
    (VOWEL, "ieu iev iv ev eav eo aev ieo iew", 0.1),
    (VOWEL, "oy uy oi ui uoy uoi", SAME_SOUND_COST),
    (VOWEL, "a aa", SAME_SOUND_COST),
    # Similar vowels: the inherent vowel is written a, o or â.
    (VOWEL, "a o", 0.25),
    (VOWEL, "a oa o", 0.25),
    (VOWEL, "a ea", NEAR_SOUND_COST),
    (VOWEL, "e i ei", FAR_SOUND_COST),
    (VOWEL, "e ea ie ae", 0.3),
    (VOWEL, "e ey ay ai", 0.25),
    (VOWEL, "e eu oe i", 0.3),
    (VOWEL, "o u ou uo eu oe oeu ue", FAR_SOUND_COST),
    (VOWEL, "o ao ou ov au", 0.25),
    (VOWEL, "a e", 0.45),
    (VOWEL, "a ao au ov av", 0.4),
    (VOWEL, "i ie ea ia", 0.3),
)

# Costs of other differences in writing, by name.
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

# Costs of differences that neither a rule nor a habit explains.
OTHER_COSTS = {ONSET: 1.0, CODA: 0.8, VOWEL: 0.6}
OTHER_H_COST = 0.8
LAST_VOWEL_COST = 0.75
# The final vowel of a part distinguishes names: Sothea and Sothy.
FINAL_VOWEL_FACTOR = 1.4


@cache
def spelling_costs(position: SyllablePosition) -> dict[frozenset[str], float]:
    """Pairs of spellings at a position -> cost of the cheapest rule."""
    positions = {position} if position == VOWEL else {position, CONSONANT}
    costs: dict[frozenset[str], float] = {}
    for rule_position, spellings, cost in RULES:
        for pair in combinations(spellings.split(), 2) if rule_position in positions else ():
            key = frozenset(pair)
            costs[key] = min(cost, costs.get(key, cost))
    return costs
