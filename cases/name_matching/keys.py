"""Phonetic key under which a spelling is indexed.

A key holds the class of each consonant. Vowels are left out, except one letter for a vowel that
begins a part; so are final h and r; nasals share a class. Kong Raiya and Kung Raya both have the
key `kn ry knry` (its last word matches parts that are joined or split). Spelling keys have a
trigram index; ranking compares the full readings.
"""

import zlib
from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest
from pathlib import Path

from rapidfuzz import fuzz

from cases.name_matching.sound_rules import SyllablePosition
from cases.name_matching.sounds import Sound, parse_sounds

CONSONANT_CLASSES = {
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
CONSONANT_CLASS = {
    letters: name for name, group in CONSONANT_CLASSES.items() for letters in group.split()
}
CODA_CLASS = CONSONANT_CLASS | {"ch": "t", "chh": "t"}


def phonetic_key(reading: str) -> str:
    """Key of a romanised name: a word for each part, and one for all joined: `hn sn hnsn`."""
    parts = reading.split()
    words = [*parts, "".join(parts)] if len(parts) > 1 else parts
    return " ".join(filter(None, (consonant_skeleton(parse_sounds(word)) for word in words)))


def consonant_skeleton(sequence: tuple[Sound, ...]) -> str:
    """Class letters of the consonants, with `a` for a vowel at the beginning."""
    letters = ["a"] if sequence and sequence[0].is_vowel else []
    for sound in sequence:
        if sound.position == SyllablePosition.CODA and sound.letters not in ("h", "r"):
            letters.append(CODA_CLASS.get(sound.letters, ""))
        elif sound.position == SyllablePosition.ONSET:
            letters.append(CONSONANT_CLASS.get(sound.letters, ""))
    return "".join(letters)


# Vowel classes for the coarse comparison of outlines, before the sound rules apply.
VOWEL_CLASSES = {
    "a": "a aa oa",
    "e": "e ae ea ie ia eo iea",
    "i": "i y ai ay ei ey ee ii eay",
    "o": "o u ou oo uo ua uu oy uy oi ui uoy",
    "u": "eu oeu oe ue ueu eou oue",
    "w": "au ao av ov ow aw aou ieu iev iv ev eav aev ieo iew",
}
VOWEL_CLASS = {letters: name for name, group in VOWEL_CLASSES.items() for letters in group.split()}


# Minimum agreement of two outlines, of 100; below it, readings are not compared further.
MIN_OUTLINE_AGREEMENT = 50


@lru_cache(maxsize=65_536)
def part_outline(part: str) -> str:
    """One class letter for each sound of a part, for a cheap first comparison."""
    vowels = ((s, VOWEL_CLASS.get(s.letters, s.letters[0])) for s in parse_sounds(part))
    return "".join(
        v if s.is_vowel else CONSONANT_CLASS.get(s.letters, "x").upper() for s, v in vowels
    )


def nearest_readings(name_reading: str, readings: Iterable[str], limit: int) -> list[str]:
    """The readings most similar to a romanised name, in any order of its parts.

    Ranks by outlines and letters together: a true match is seldom dissimilar in both.
    """
    parts = name_reading.split()
    rotations = [(*parts[k:], *parts[:k]) for k in sorted({0, 1, len(parts) - 1})]
    outlines = ["".join(map(part_outline, rotation)) for rotation in rotations]
    spellings = ["".join(rotation) for rotation in rotations]
    agreement = {}
    for other in readings:
        other_outline, letters = "".join(map(part_outline, other.split())), other.replace(" ", "")
        by_outline = max(fuzz.ratio(own, other_outline) for own in outlines)
        if by_outline >= MIN_OUTLINE_AGREEMENT:
            agreement[other] = by_outline + max(fuzz.ratio(own, letters) for own in spellings)
    return nlargest(limit, agreement, key=agreement.get)


def key_code_checksum() -> int:
    """Checksum of the code in this package, which computes readings and keys.

    Keys of another edition are recomputed after `migrate`; until then they count as missing.
    """
    files = sorted(Path(__file__).parent.glob("*.py"))
    return zlib.crc32(b"".join(file.read_bytes() for file in files)) & 0x7FFFFFFF


KEY_EDITION = key_code_checksum()
