"""Parses a full-text search query and highlights matches; mirrors the SQL text normalisation.

`normalise_search_text` mirrors the function of that name in `search_index.sql`: a query must be
normalised like the indexed text.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from tracker.languages.switching import mark_foreign_runs as in_its_language

MAX_QUERY_LENGTH = 200  # characters of a query
MAX_QUERY_WORDS = 12
# Letters a word needs to also find longer words that begin with it.
MIN_PREFIX_LENGTH = 4

# Ignored where the query has other words: `which article was used against whom`.
STOP_WORDS = frozenset(
    "a an and any are at be been by did do does for from had has have how in is it of on or that "
    "the their there these they this those to under was were with which what when where who whom "
    "whose why against article articles use used".split()
)

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
INVISIBLE_CHARACTERS = re.compile("[\u00ad\u200b-\u200d\u2060]")
KHMER = re.compile("[\u1780-\u17d3\u17dc\u17dd]+")
WORD = re.compile(r"[^\W_]+")
EXCERPT_CONTEXT = 110  # characters shown beside the first word found


def normalise_search_text(text: str) -> str:
    """Lower case, without accents: `Lèse-majesté` is found by `lese majeste`."""
    parts = unicodedata.normalize("NFKD", text.translate(KHMER_DIGITS))
    return re.sub("[\u0300-\u036f]", "", parts).lower()


@dataclass(frozen=True)
class SearchQuery:
    """A query: Latin words, and runs of Khmer, which has no blanks between its words."""

    latin: tuple[str, ...]
    khmer: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "SearchQuery":
        seen = INVISIBLE_CHARACTERS.sub("", unicodedata.normalize("NFC", text))
        khmer = [run for run in KHMER.findall(seen) if len(run) > 1]
        latin = WORD.findall(normalise_search_text(KHMER.sub(" ", seen)))
        telling = [word for word in latin if word not in STOP_WORDS] or latin
        return cls(*(tuple(dict.fromkeys(found))[:MAX_QUERY_WORDS] for found in (telling, khmer)))

    def __bool__(self):
        return bool(self.latin or self.khmer)


def begins(word: str) -> bool:
    """Whether a word of the query also finds longer words that begin with it."""
    return len(word) >= MIN_PREFIX_LENGTH and not word.isdigit()


class Highlighter:
    """Marks the words of a query in a text, escaped for HTML."""

    def __init__(self, words: SearchQuery, stems: dict[str, str]):
        self.words, self.stems = words, stems

    def marked(self, text: str) -> SafeString:
        """The whole text with what was found in <mark>."""
        pieces, end = [], 0
        for start, stop in self.spans(text):
            before, found = map(in_its_language, (text[end:start], text[start:stop]))
            pieces.append(format_html("{}<mark>{}</mark>", before, found))
            end = stop
        pieces.append(conditional_escape(in_its_language(text[end:])))
        return SafeString("".join(pieces))  # each of them escaped

    def excerpt(self, text: str) -> SafeString:
        """The surroundings of the first word found, or nothing where there is none."""
        spans = self.spans(text)
        if not spans:
            return SafeString("")
        start, stop = max(0, spans[0][0] - EXCERPT_CONTEXT), spans[0][1] + EXCERPT_CONTEXT
        start = text.rfind(" ", 0, start) + 1 if start else 0
        before, after = "… " if start else "", " …" if stop < len(text) else ""
        return self.marked(f"{before}{text[start:stop]}{after}")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where words of the query stand in the text, from left to right."""
        found = [
            m.span() for m in WORD.finditer(text) if self.is_asked(normalise_search_text(m.group()))
        ]
        for run in self.words.khmer:
            pattern = f"{INVISIBLE_CHARACTERS.pattern}*".join(map(re.escape, run))
            found += [m.span() for m in re.finditer(pattern, text)]
        return without_overlaps(sorted(found))

    def is_asked(self, word: str) -> bool:
        return any(
            word == wanted
            or (begins(wanted) and word.startswith(wanted))
            or (self.stems.get(wanted) and is_form_of(word, self.stems[wanted]))
            for wanted in self.words.latin
        )


def is_form_of(word: str, stem: str) -> bool:
    """Near enough for a mark: `charging` of `charg`."""
    return word.startswith(stem) and len(word) - len(stem) <= MIN_PREFIX_LENGTH


def without_overlaps(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that do not overlap: the first of two."""
    kept = []
    for start, stop in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, stop))
    return kept
