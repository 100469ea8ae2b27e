"""Generates invented people with plausible Khmer names, as distractors for the name evaluation.

None of them exists. A name is a family name and a given name of one or two elements drawn from
`elements.py`; its other spellings come from plain letter substitutions, joining, splitting and
swapping; about one in ten people also has a Khmer spelling. The same seed gives the same people.
No generated name equals an entry of the pair files, which would make it a true match.
"""

import csv
import itertools
import random
import re
import unicodedata
from functools import cache
from pathlib import Path

from tests.names import elements

MARK = "generated, not a real person"
"""Written to the staff notes of every generated person."""

PAIR_FILES = [Path(__file__).with_name(f"{part}.csv") for part in ("development", "test")]

# Each is `pattern:replacement`; one or two of them make another romanisation.
SUBSTITUTIONS = """
ph:p th:t kh:k chh:ch ch(?!h):j v:w v$:w k$:c k$:ck t$:th th$:t p$:b s$:h oeu:oe oeu:eu
(?<!o)eu:oeu oeu:oeur (?<!e)ou:u (?<![aeou])u(?![aeou]):ou (?<![aeou])u(?![aeou]):oo uo:ou
ea:ia ea:ie ie:ia ie:ea eo:ev ao:av ey$:y ey$:ei (?<![aeou])y$:i (?<![aeou])y$:ey ay$:ai
ai$:ay ei(?!$):ey (?<![aeu])o(?![aeou]):u (?<![aeu])o(?![aeour]):or (?<![aeo])u(?![aeou]):o
(?<![aeio])e(?![aeiouy]):i (?<![aeou])i(?![aeou]):e (?<!e)a$:ah (?<!e)a$:ar nn:n (?<!n)n$:nn
ll:l (?<!s)s$:ss ng$:n (?<!n)n$:ng nh:gn (?<=[aeiou])r(?![aeiou]): (?<!m)m$:mm dara:tara
"""

# Common differences between spellings of one name, levelled to recognise a namesake.
LEVELLED = """
chh:ch ph:p th:t kh:k w:v oeu:eu oe:eu ou:u uo:u oo:u o:u ia:ea ie:ea ey:y ei:y i:y av:ao ev:eo
"""

SPELLING_COUNTS = (2, 3, 4)  # number of spellings of each person, in turn: three on average
KHMER_SHARE = 0.17  # of people whose name elements all have a Khmer spelling
TWO_PART_SHARE = 0.45


def invented_people(count, seed=2026):
    """Yield, for each of `count` people, a list of spellings; the first is the heading."""
    chance = random.Random(seed)
    entries = pair_entries()
    headings = set()
    sizes = itertools.cycle(SPELLING_COUNTS)
    generated = 0
    while generated < count:
        family, given = draw_family(chance), draw_given(chance)
        heading = f"{latin_spelling(family)} {latin_spelling(given)}"
        if bare_letters(heading) in headings or is_in_pair_files(family, given, entries):
            continue
        headings.add(bare_letters(heading))
        spellings = draw_spellings(family, given, next(sizes), chance)
        if entries.isdisjoint(map(bare_letters, spellings)):
            generated += 1
            yield spellings


def draw_spellings(family, given, size, chance):
    """The heading and variants of it, all distinct."""
    spellings = [f"{latin_spelling(family)} {latin_spelling(given)}"]
    khmer = khmer_spelling(family, given)
    if khmer and chance.random() < KHMER_SHARE:
        spellings.append(khmer)
    while len(spellings) < size:
        other = vary_spelling(family, given, chance)
        if other not in spellings:
            spellings.append(other)
    return spellings


def vary_spelling(family, given, chance):
    """A random variant: respelled, in one or two parts, sometimes in the other order."""
    parts = [respell(word, chance).capitalize() for word, _khmer in given]
    style = chance.random()
    if style < 0.7:
        parts = [join_syllables(parts)]
    written = "-".join(parts) if style > 0.9 else " ".join(parts)
    surname = respell(latin_spelling([family[0]]), chance).capitalize()
    swapped = chance.random() < 0.15
    full = f"{written} {surname}" if swapped else f"{surname} {written}"
    return full.upper() if chance.random() < 0.03 else full


def respell(word, chance):
    """The word after up to two random substitutions."""
    word = word.lower()
    for _turn in range(chance.choice((0, 1, 1, 2))):
        pattern, new = chance.choice(replacement_rules(SUBSTITUTIONS))
        word = re.sub(pattern, new, word, count=1) or word
    return word


@cache
def replacement_rules(text):
    return [tuple(rule.rsplit(":", 1)) for rule in text.split()]


def draw_family(chance):
    names, cumulative = families()
    return [chance.choices(names, cum_weights=cumulative)[0]]


def draw_given(chance):
    sex = chance.choice(("MALE", "FEMALE"))
    if chance.random() >= TWO_PART_SHARE:
        return [chance.choice(elements_of(sex))]
    return [chance.choice(elements_of(f"{sex}_FIRST")), chance.choice(elements_of(f"{sex}_SECOND"))]


@cache
def families():
    """Family names and their cumulative weights, for `random.choices`."""
    tokens = elements.FAMILIES.split()
    names = [parse_element(token) for token in tokens[::2]]
    return names, list(itertools.accumulate(map(int, tokens[1::2])))


@cache
def elements_of(group):
    return [parse_element(token) for token in getattr(elements, group).split()]


def parse_element(token):
    romanised, _slash, khmer = token.partition("/")
    return romanised, khmer


def latin_spelling(parts):
    return join_syllables(word for word, _khmer in parts)


def join_syllables(syllables):
    """The syllables as one capitalised word, with no letter three times in a row."""
    return re.sub(r"(.)\1\1+", r"\1\1", "".join(syllables).lower()).capitalize()


def khmer_spelling(family, given):
    """The name in Khmer script, or an empty string if an element has no Khmer spelling."""
    if not all(khmer for _word, khmer in [*family, *given]):
        return ""
    return f"{family[0][1]} {''.join(khmer for _word, khmer in given)}"


def bare_letters(text):
    """Lower-case letters without accents and blanks; Khmer signs are kept."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.lower())
        if sign.isalpha() or "\u1780" <= sign <= "\u17d3"
    )


def level_letters(text):
    """Bare letters with the commonest differences of romanisation levelled."""
    word = bare_letters(text)
    for old, new in replacement_rules(LEVELLED):
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def pair_entries():
    """Bare and levelled letters of every entry of the pair files."""
    entries = set()
    for path in PAIR_FILES:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for entry in (row["left"], row["right"]):
                    entries |= {bare_letters(entry), level_letters(entry)}
    return frozenset(entries)


def is_in_pair_files(family, given, entries):
    """Whether the name, in either order or script, is an entry of the pair files."""
    first, second = latin_spelling(family), latin_spelling(given)
    forms = {f"{first}{second}", f"{second}{first}", khmer_spelling(family, given)} - {""}
    return any(bare_letters(form) in entries or level_letters(form) in entries for form in forms)
