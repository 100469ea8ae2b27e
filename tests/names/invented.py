"""Generates invented people with plausible Khmer names, as distractors for the name evaluation.

None of them exists. A name is a family name and a given name of one or two elements drawn from
`elements.py`; its other spellings come from plain letter substitutions, joining, splitting and
swapping, about one in ten people with a Khmer spelling too. The same seed gives the same people.
Nobody generated is spelled like an entry of the pair files: those would not be distractors.
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
"""What the loader writes into the staff notes of everyone made here."""

FILES = [Path(__file__).with_name(f"{part}.csv") for part in ("development", "test")]

# One or two of them make another romanisation: a pattern, a colon, what replaces it.
SUBSTITUTIONS = """
ph:p th:t kh:k chh:ch ch(?!h):j v:w v$:w k$:c k$:ck t$:th th$:t p$:b s$:h oeu:oe oeu:eu
(?<!o)eu:oeu oeu:oeur (?<!e)ou:u (?<![aeou])u(?![aeou]):ou (?<![aeou])u(?![aeou]):oo uo:ou
ea:ia ea:ie ie:ia ie:ea eo:ev ao:av ey$:y ey$:ei (?<![aeou])y$:i (?<![aeou])y$:ey ay$:ai
ai$:ay ei(?!$):ey (?<![aeu])o(?![aeou]):u (?<![aeu])o(?![aeour]):or (?<![aeo])u(?![aeou]):o
(?<![aeio])e(?![aeiouy]):i (?<![aeou])i(?![aeou]):e (?<!e)a$:ah (?<!e)a$:ar nn:n (?<!n)n$:nn
ll:l (?<!s)s$:ss ng$:n (?<!n)n$:ng nh:gn (?<=[aeiou])r(?![aeiou]): (?<!m)m$:mm dara:tara
"""

# Letters that two spellings of one name commonly differ in: enough to recognise a namesake.
ALIKE = """
chh:ch ph:p th:t kh:k w:v oeu:eu oe:eu ou:u uo:u oo:u o:u ia:ea ie:ea ey:y ei:y i:y av:ao ev:eo
"""

SPELLINGS = (2, 3, 4)  # how many each has, in turn: three on average
WITH_KHMER = 0.17  # of those whose every element has a known Khmer spelling
IN_TWO_PARTS = 0.45


def invented_people(count, seed=2026):
    """Yield, for each of `count` people, a list of spellings; the first is the heading."""
    chance = random.Random(seed)
    entries = pair_entries()
    headings = set()
    sizes = itertools.cycle(SPELLINGS)
    made = 0
    while made < count:
        family, given = draw_family(chance), draw_given(chance)
        heading = f"{latin(family)} {latin(given)}"
        if letters(heading) in headings or is_taken(family, given, entries):
            continue
        headings.add(letters(heading))
        spellings = spellings_of(family, given, next(sizes), chance)
        if entries.isdisjoint(map(letters, spellings)):
            made += 1
            yield spellings


def spellings_of(family, given, size, chance):
    """The heading and other ways to write it, all of them distinct."""
    spellings = [f"{latin(family)} {latin(given)}"]
    khmer = in_khmer(family, given)
    if khmer and chance.random() < WITH_KHMER:
        spellings.append(khmer)
    while len(spellings) < size:
        other = another(family, given, chance)
        if other not in spellings:
            spellings.append(other)
    return spellings


def another(family, given, chance):
    """One more way to write a name: respelled, in one or two parts, perhaps in the other order."""
    parts = [respelled(word, chance).capitalize() for word, _khmer in given]
    style = chance.random()
    if style < 0.7:
        parts = [joined(parts)]
    written = "-".join(parts) if style > 0.9 else " ".join(parts)
    surname = respelled(latin([family[0]]), chance).capitalize()
    swapped = chance.random() < 0.15
    full = f"{written} {surname}" if swapped else f"{surname} {written}"
    return full.upper() if chance.random() < 0.03 else full


def respelled(word, chance):
    """A word after up to two substitutions that apply to it."""
    word = word.lower()
    for _turn in range(chance.choice((0, 1, 1, 2))):
        pattern, new = chance.choice(rules(SUBSTITUTIONS))
        word = re.sub(pattern, new, word, count=1) or word
    return word


@cache
def rules(text):
    return [tuple(rule.rsplit(":", 1)) for rule in text.split()]


def draw_family(chance):
    names, cumulative = families()
    return [chance.choices(names, cum_weights=cumulative)[0]]


def draw_given(chance):
    sex = chance.choice(("MALE", "FEMALE"))
    if chance.random() >= IN_TWO_PARTS:
        return [chance.choice(words(sex))]
    return [chance.choice(words(f"{sex}_FIRST")), chance.choice(words(f"{sex}_SECOND"))]


@cache
def families():
    """Family names and their weights added up, as `random.choices` wants them."""
    tokens = elements.FAMILIES.split()
    names = [parsed(token) for token in tokens[::2]]
    return names, list(itertools.accumulate(map(int, tokens[1::2])))


@cache
def words(group):
    return [parsed(token) for token in getattr(elements, group).split()]


def parsed(token):
    romanised, _slash, khmer = token.partition("/")
    return romanised, khmer


def latin(parts):
    return joined(word for word, _khmer in parts)


def joined(syllables):
    """One word, never with a letter three times over."""
    return re.sub(r"(.)\1\1+", r"\1\1", "".join(syllables).lower()).capitalize()


def in_khmer(family, given):
    """The name in Khmer script, or nothing when an element's spelling is not known."""
    if not all(khmer for _word, khmer in [*family, *given]):
        return ""
    return f"{family[0][1]} {''.join(khmer for _word, khmer in given)}"


def letters(text):
    """Lower-case letters only, accents and blanks gone; Khmer signs stay."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.lower())
        if sign.isalpha() or "\u1780" <= sign <= "\u17d3"
    )


def outline(text):
    """Letters with the commonest differences of romanisation levelled."""
    word = letters(text)
    for old, new in rules(ALIKE):
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def pair_entries():
    """Letters and outline of every entry of the pair files."""
    found = set()
    for path in FILES:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for entry in (row["left"], row["right"]):
                    found |= {letters(entry), outline(entry)}
    return frozenset(found)


def is_taken(family, given, entries):
    """Whether a name, in either order or script, is one that the pair files ask about."""
    first, second = latin(family), latin(given)
    forms = {f"{first}{second}", f"{second}{first}", in_khmer(family, given)} - {""}
    return any(letters(form) in entries or outline(form) in entries for form in forms)
