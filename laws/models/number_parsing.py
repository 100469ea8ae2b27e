"""Parses provision numbers as people write them: `art. 495`, `437bis`, `PC 305`.

Pure text: the parts of a question that may be a number, and the words left for the law.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.database.search_query import WORD, normalise_search_text

NUMBER = re.compile(
    r"\b\d+(?:-\d+)?(?:\s*-?\s*(?:bis|ter|quater)\b)?(?:\s?\(\s*\w{1,3}\s*\)|\s?[a-z]\b)?"
)
UNIT = re.compile("មាត្រា|ប្រការ|កថាខណ្ឌ|§")
CALLED_ARTICLE = re.compile(rf"\b(?:arts?|articles?)\b|{UNIT.pattern}")
# 305 people are a number of people.
COUNTED = re.compile(
    r"\s+(?:people|persons?|men|women|cases?|charges?|days?|months?|years?|journalists?|sites?)\b"
)
# Say nothing about which law or which number.
NOISE = set(
    "a an the of on in under to and for by no nr nos number art arts article articles section "
    "sections sec clause clauses paragraph paragraphs para paras cambodia cambodian kingdom".split()
)
# Left out of initials: Law on the Management of the Nation.
SMALL = set("a an the of on in and for to".split())


@dataclass(frozen=True)
class Writing:
    """One way to read a question: this number, of a law these words describe."""

    number: str  # as `number_key` writes it; empty where all words are the law's
    law: tuple[str, ...]
    # Nobody writes such a number by chance: words that describe no law then say something else.
    stands_out: bool = field(default=False, compare=False)


def number_key(number: str) -> str:
    """One form of all spellings of a number: `437 bis`, `437-bis` and `437bis`; `12(a)`, `12a`."""
    key = re.sub(r"\s+|(?<=\d)-(?=[a-z])", "", normalise_search_text(number))
    return re.sub(r"\(([a-z]+)\)", r"\1", key)


def writings(text: str) -> Iterator[Writing]:
    """Every way to read a question as a provision: each number in it, with the rest as the law."""
    plain = UNIT.sub(" ", normalise_search_text(text))
    for match in NUMBER.finditer(plain):
        rest = f"{plain[: match.start()]} {plain[match.end() :]}"
        number = number_key(match.group())
        is_rare = len(number) > 2 and not COUNTED.match(plain, match.end())
        stands_out = is_rare or bool(CALLED_ARTICLE.search(normalise_search_text(text)))
        yield Writing(number, law_words(rest), stands_out)


def law_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in WORD.findall(normalise_search_text(text)) if word not in NOISE)


def initials(title: str) -> str:
    """`pc` of Penal Code."""
    words = [word for word in WORD.findall(normalise_search_text(title)) if not word.isdigit()]
    return "".join(word[0] for word in words if word not in SMALL)


class LawWords:
    """The words by which a law is meant: of its titles, number and year, and their initials."""

    def __init__(self, titles: Iterable[str], numbers: Iterable[str]):
        self.titles = [law_words(title) for title in titles if title]
        self.numbers = {number for number in numbers if number}
        self.short = {initials(title) for title in titles} - {""}
        self.words = {word for title in self.titles for word in title} | self.numbers

    def fit(self, asked: tuple[str, ...]) -> bool:
        """Whether each word asked for begins one of the law's, or is its initials."""
        return all(
            word in self.short or (word in self.words if word.isdigit() else self.begins_with(word))
            for word in asked
        )

    def knows(self, word: str) -> bool:
        return self.fit((word,))

    def begins_with(self, word: str) -> bool:
        return any(own.startswith(word) for own in self.words)

    def is_meant(self, asked: tuple[str, ...]) -> bool:
        """Whether the words are a title of it, its initials, or its number with a word more."""
        if not asked or not self.fit(asked):
            return False
        if asked in self.titles or (len(asked) == 1 and asked[0] in self.short):
            return True
        return len(asked) > 1 and any(word in self.numbers for word in asked)
