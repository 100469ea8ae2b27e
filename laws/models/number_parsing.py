"""Parses provision numbers as people write them: `art. 495`, `437bis`, `PC 305`.

Text only, no database: finds the possible numbers in a search query; the remaining words
describe the law.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.database.search_query import WORD, normalise_search_text

PROVISION_NUMBER = re.compile(
    r"\b\d+(?:-\d+)?(?:\s*-?\s*(?:bis|ter|quater)\b)?(?:\s?\(\s*\w{1,3}\s*\)|\s?[a-z]\b)?"
)
KHMER_UNIT = re.compile("មាត្រា|ប្រការ|កថាខណ្ឌ|§")
ARTICLE_WORD = re.compile(rf"\b(?:arts?|articles?)\b|{KHMER_UNIT.pattern}")
# Nouns after which a number is a count, not a provision: `305 people`.
COUNTED_NOUN = re.compile(
    r"\s+(?:people|persons?|men|women|cases?|charges?|days?|months?|years?|journalists?|sites?)\b"
)
# Words that identify neither a law nor a number.
STOP_WORDS = set(
    "a an the of on in under to and for by no nr nos number art arts article articles section "
    "sections sec clause clauses paragraph paragraphs para paras cambodia cambodian kingdom".split()
)
# Left out of initials: `lmn` for Law on the Management of the Nation.
NOT_IN_INITIALS = set("a an the of on in and for to".split())


@dataclass(frozen=True)
class ProvisionReference:
    """One way to parse a search query: a provision number, and the words that describe its law."""

    number: str  # normalised by `normalise_number`
    law: tuple[str, ...]
    # Unlikely to be any other number: words that match no law are then ignored.
    is_distinctive: bool = field(default=False, compare=False)


def normalise_number(number: str) -> str:
    """Normal form of a provision number: `437bis` for `437 bis`, `437-bis`; `12a` for `12(a)`."""
    key = re.sub(r"\s+|(?<=\d)-(?=[a-z])", "", normalise_search_text(number))
    return re.sub(r"\(([a-z]+)\)", r"\1", key)


def parse_provision_references(text: str) -> Iterator[ProvisionReference]:
    """Each number in the query as a provision number, with the other words describing the law."""
    plain = KHMER_UNIT.sub(" ", normalise_search_text(text))
    for match in PROVISION_NUMBER.finditer(plain):
        rest = f"{plain[: match.start()]} {plain[match.end() :]}"
        number = normalise_number(match.group())
        is_rare = len(number) > 2 and not COUNTED_NOUN.match(plain, match.end())
        is_distinctive = is_rare or bool(ARTICLE_WORD.search(normalise_search_text(text)))
        yield ProvisionReference(number, significant_words(rest), is_distinctive)


def significant_words(text: str) -> tuple[str, ...]:
    """The normalised words of the text without stop words."""
    return tuple(
        word for word in WORD.findall(normalise_search_text(text)) if word not in STOP_WORDS
    )


def title_initials(title: str) -> str:
    """Initials of a title: `pc` for Penal Code."""
    words = [word for word in WORD.findall(normalise_search_text(title)) if not word.isdigit()]
    return "".join(word[0] for word in words if word not in NOT_IN_INITIALS)


class LawSearchTerms:
    """Terms by which a law is cited: words and initials of its titles, its number and year."""

    def __init__(self, titles: Iterable[str], numbers: Iterable[str]):
        self.titles = [significant_words(title) for title in titles if title]
        self.numbers = {number for number in numbers if number}
        self.initials = {title_initials(title) for title in titles} - {""}
        self.words = {word for title in self.titles for word in title} | self.numbers

    def matches_all(self, query: tuple[str, ...]) -> bool:
        """Whether each word is a prefix of one of the law's words, or its initials.

        Digits must match a word exactly.
        """
        return all(
            word in self.initials
            or word in self.words
            or (not word.isdigit() and any(known.startswith(word) for known in self.words))
            for word in query
        )

    def titles_within(self, query: set[str]) -> list[set[str]]:
        """The titles whose words are all in the query; the word `draft` may be missing there."""
        needed = ((title, {*title} - {"draft"}) for title in self.titles)
        return [query & {*title} for title, words in needed if words and words <= query]

    def is_cited_by(self, query: tuple[str, ...]) -> bool:
        """Whether the words are a title, the initials, or the number and at least one more word."""
        if not query or not self.matches_all(query):
            return False
        if query in self.titles or (len(query) == 1 and query[0] in self.initials):
            return True
        return len(query) > 1 and any(word in self.numbers for word in query)
