"""Splits a spelling into titles, parts and sounds."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from cases.name_matching import khmer_script
from cases.name_matching.sound_rules import CODA, ONSET, RULES, VOWEL, SyllablePosition

# Titles and ranks, removed from names. Those in the first set are also names, and are removed
# only if a family name and a given name remain.
TITLES_ALSO_NAMES = set("lok neak kru bong preah ta yeay om pu ming".split())
LATIN_TITLES = set(
    "mr mrs ms miss madam madame mme dr doctor prof professor ven venerable oknha okhna okna "
    "samdech samdach sdech excellency gen general lt lieutenant col colonel maj major brig "
    "brigadier capt captain sgt pol sir rev lord deputy".split()
)
# Titles of two words, by their first word: Lok Srey, Lok Chumteav, Neak Oknha.
TITLE_SECOND_WORDS = {
    "lok": {"srey", "srei", "chumteav", "ta", "kru"},
    "neak": {"srey", "oknha"},
    "h": {"e"},
}
# Longer titles first, because shorter ones are their prefixes.
KHMER_TITLES = (
    "ព្រះតេជព្រះគុណ ព្រះតេជគុណ ឧត្តមសេនីយ៍ វេជ្ជបណ្ឌិត លោកជំទាវ អ្នកឧកញ៉ា លោកស្រី លោកគ្រូ "
    "ឯកឧត្តម អ្នកស្រី បណ្ឌិត សម្តេច ឧកញ៉ា កញ្ញា លោក ឯ.ឧ"
).split()
MAX_NAME_LETTERS = 200
MAX_NAME_PARTS = 6

ROMANISED_VOWELS = {v for at, spellings, _ in RULES if at == VOWEL for v in spellings.split()}
CONSONANT_DIGRAPHS = "tch chh ch ph bh th dh kh gh jh ng nh gn sh".split()
VOWEL_RUN = re.compile(r"[aeiou]+(?:[yvw](?![aeiouy]))?|y(?![aeiou])")
# Doubled consonants, except the h of "chh", which is one sound.
DOUBLED_CONSONANT = re.compile(r"([b-df-gj-np-tv-z]|(?<!c)h)\1+")
GLIDE = re.compile(r"([aeou])(?:i+y*|y+)(?=[aeou])")  # raiya, rayya, raia: raya
LATIN_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, eq=False, slots=True)
class Sound:
    """One sound of a part: its letters, its position in the syllable, whether it ends the part.

    Instances are interned (`intern_sound`) and compared by identity, which keeps caches fast.
    """

    letters: str
    position: SyllablePosition
    is_last: bool

    @property
    def is_vowel(self) -> bool:
        return self.position == VOWEL


intern_sound = cache(Sound)


def romanise_name(spelling: str) -> str:
    """The name in lower-case Latin letters, parts separated by blanks, without titles.

    Khmer script is romanised. Used for comparison only, never displayed.
    """
    spelling = spelling[:MAX_NAME_LETTERS]
    if khmer_script.is_khmer(spelling):
        spelling = khmer_script.normalise_khmer(
            khmer_script.ZERO_WIDTH_SEPARATOR.sub(" ", spelling)
        )
        spelling = khmer_script.romanise_khmer(strip_khmer_title(spelling))
    letters = unicodedata.normalize("NFKD", spelling.casefold())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    letters = re.sub(r"[\u200b-\u200d\u2060\ufeff'’‘`´.]+(?=[a-z])", replace_mark, letters)
    parts = LATIN_WORD.findall(letters)
    return " ".join(strip_titles(parts)[:MAX_NAME_PARTS])


def replace_mark(mark: re.Match) -> str:
    """A blank for a full stop ("S.Rainsy"); nothing for an apostrophe or invisible character."""
    return " " if "." in mark.group() else ""


def strip_khmer_title(spelling: str) -> str:
    """The spelling without leading Khmer titles, if at least three characters remain."""
    for title in KHMER_TITLES:
        rest = spelling.removeprefix(title).strip()
        if rest != spelling and len(rest) > 2:
            return strip_khmer_title(rest)
    return spelling


def strip_titles(parts: list[str]) -> list[str]:
    """The parts without leading titles. A single part is never a title."""
    while len(parts) > 1:
        first, second = parts[:2]
        if second in TITLE_SECOND_WORDS.get(first, ()) and len(parts) > 2:
            parts = parts[2:]
        elif first in LATIN_TITLES or (first in TITLES_ALSO_NAMES and len(parts) > 2):
            parts = parts[1:]
        else:
            break
    return parts


@lru_cache(maxsize=65_536)
def parse_sounds(part: str) -> tuple[Sound, ...]:
    """The sounds of one part, or of several parts joined."""
    pieces = list(split_letters(part))
    sequence = []
    for index, (letters, is_vowel) in enumerate(pieces):
        is_before_vowel = index + 1 < len(pieces) and pieces[index + 1][1]
        position = VOWEL if is_vowel else ONSET if is_before_vowel else CODA
        sequence.append(intern_sound(letters, position, index == len(pieces) - 1))
    return tuple(sequence)


def split_letters(part: str):
    """Yields (letters, is_vowel) from left to right; doubled consonants count once."""
    part = DOUBLED_CONSONANT.sub(r"\1", part.replace("cch", "ch"))
    part = GLIDE.sub(r"\1y", part)
    position = 0
    while position < len(part):
        if run := VOWEL_RUN.match(part, position):
            yield from ((vowel, True) for vowel in split_vowel_run(run.group()))
            position = run.end()
            continue
        letters = next(
            (c for c in CONSONANT_DIGRAPHS if part.startswith(c, position)), part[position]
        )
        # "ck" is one sound: skip its k.
        position += len(letters) + (part.startswith("ck", position))
        yield letters, False


def split_vowel_run(run: str):
    """Splits a run of vowel letters greedily into the longest known vowels."""
    while run:
        length = next((n for n in range(len(run), 1, -1) if run[:n] in ROMANISED_VOWELS), 1)
        yield run[:length]
        run = run[length:]
