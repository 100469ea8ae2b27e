"""Phonetic key under which a spelling is indexed.

Consonants by class, no vowels (a vowel at the head of a part counts as one letter), no final h
and r, nasals as one: Kong Raiya and Kung Raya share `kn ry knry` (the
last word for parts that are joined or split). The keys are kept in the dictionary of spellings
with a trigram index; ranking looks at the whole.
"""

import zlib
from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest
from pathlib import Path

from rapidfuzz import fuzz

from cases.name_matching.sound_rules import SyllablePosition
from cases.name_matching.sounds import Sound, sounds

CLASSES = {
    "k": "k kh c g gh q x",
    "c": "ch chh j jh tch",
    "t": "t th d dh",
    "p": "p ph b bh f",
    "n": "n m ng nh gn",
    "s": "s sh z",
    "l": "l",
    "r": "r",
    "v": "v w",
    "y": "y",
    "h": "h",
}
CLASS_OF = {letters: name for name, group in CLASSES.items() for letters in group.split()}
CLASS_AT_END = CLASS_OF | {"ch": "t", "chh": "t"}


def key(reading: str) -> str:
    """The key of a spelling already read: a word for each part, and one for all: `hn sn hnsn`."""
    parts = reading.split()
    words = [*parts, "".join(parts)] if len(parts) > 1 else parts
    return " ".join(filter(None, (skeleton(sounds(word)) for word in words)))


def skeleton(row: tuple[Sound, ...]) -> str:
    letters = ["a"] if row and row[0].is_vowel else []
    for sound in row:
        if sound.place == SyllablePosition.CODA and sound.letters not in ("h", "r"):
            letters.append(CLASS_AT_END.get(sound.letters, ""))
        elif sound.place == SyllablePosition.ONSET:
            letters.append(CLASS_OF.get(sound.letters, ""))
    return "".join(letters)


# What stays of a vowel when names are sorted roughly, before the rules look at each sound.
VOWEL_CLASSES = {
    "a": "a aa oa",
    "e": "e ae ea ie ia eo iea",
    "i": "i y ai ay ei ey ee ii eay",
    "o": "o u ou oo uo ua uu oy uy oi ui uoy",
    "u": "eu oeu oe ue ueu eou oue",
    "w": "au ao av ov ow aw aou ieu iev iv ev eav aev ieo iew",
}
VOWEL_OF = {letters: name for name, group in VOWEL_CLASSES.items() for letters in group.split()}


# Readings whose outlines agree less than this (of 100) are nobody's spellings of one name.
LEAST_AGREEMENT = 50


@lru_cache(maxsize=65_536)
def outline(part: str) -> str:
    """One letter for each sound of a part: enough to sort out what is far away."""
    vowels = ((s, VOWEL_OF.get(s.letters, s.letters[0])) for s in sounds(part))
    return "".join(v if s.is_vowel else CLASS_OF.get(s.letters, "x").upper() for s, v in vowels)


def nearest(asked: str, readings: Iterable[str], most: int) -> list[str]:
    """The readings that look nearest to the one asked for, in whatever order of parts.

    By their outlines and by their letters: where one is far off for a name, the other seldom is.
    """
    parts = asked.split()
    turns = [(*parts[k:], *parts[:k]) for k in sorted({0, 1, len(parts) - 1})]
    asked_for = [("".join(map(outline, turn)), "".join(turn)) for turn in turns]
    agreement = {}
    for read in readings:
        shape, letters = "".join(map(outline, read.split())), read.replace(" ", "")
        by_shape = max(fuzz.ratio(one, shape) for one, _ in asked_for)
        if by_shape >= LEAST_AGREEMENT:
            agreement[read] = by_shape + max(fuzz.ratio(one, letters) for _, one in asked_for)
    return nlargest(most, agreement, key=agreement.get)


def edition() -> int:
    """A number that changes with the code that reads spellings and makes keys.

    Keys of another edition are made anew after migrating; until then they count as missing.
    """
    files = sorted(Path(__file__).parent.glob("*.py"))
    return zlib.crc32(b"".join(file.read_bytes() for file in files)) & 0x7FFFFFFF


EDITION = edition()
