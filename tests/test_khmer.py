"""The Khmer says what the English says: terms of the glossary, counts, words with two meanings."""

import re
from collections import defaultdict
from typing import NamedTuple

from django.utils import translation

from cases.tables import codebook
from tracker.languages import catalog, vendored_msgids

GLOSSARY = catalog.ROOT / "docs" / "glossary-km.md"
NOTE = re.compile(r"\([^)]*\)")
# Turns a Khmer verb into a noun or a state; labels have the verb as well.
PREFIX = re.compile("^(តាម)?(ការ|បាន)")
PLACEHOLDER = r"%\(\w+\)[sd]"
WORDS_OF_A_LABEL = 4
COUNTER = "(នាក់|ថ្ងៃ|ខែ|ឆ្នាំ|ក្រុម|ជួរ)"
# A number after ចំនួន, after a word that is no noun, or before a counter is a count; after a noun
# it is a name: មាត្រា 3 is Article 3.
COUNT = re.compile(rf"(^|ចំនួន |ជាងមុន |ទាំង |ប្រើ )%\(n\)[sd]|%\(n\)[sd] ?{COUNTER}")


class Message(NamedTuple):
    context: str | None
    english: str
    plural: str
    khmer: str


def read_messages():
    """The messages of the catalogue; `plural` is empty where there is none."""
    for entry in catalog.load_catalog():
        if entry.id:
            english, plural = entry.id if isinstance(entry.id, tuple) else (entry.id, "")
            khmer = entry.string[0] if plural else entry.string
            yield Message(entry.context, english, plural, khmer)


MESSAGES = list(read_messages())


def read_glossary() -> dict[str, set[str]]:
    """The Khmer words that may stand for each English term, without prefixes."""
    terms = defaultdict(set)
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not re.search("[;…]", line.split("|")[2]):
            english, khmer = (NOTE.sub("", cell).strip() for cell in line.split("|")[1:3])
            names, words = english.split(", "), khmer.split(", ")
            words = words * len(names) if len(words) == 1 else words
            for name, word in zip(names, words, strict=True):
                terms[name.strip().lower()].add(PREFIX.sub("", word))
    return terms


def terms_in(label: str, terms: dict) -> list[str]:
    """The terms in a label, the longest that fit: of “News article” not “article”."""
    longest_first = sorted(map(re.escape, terms), key=len, reverse=True)
    words = re.sub(PLACEHOLDER, "", label).lower()
    return re.findall(rf"\b({'|'.join(longest_first)})s?\b", words)


def test_short_labels_have_the_words_of_the_glossary():
    terms, wrong = read_glossary(), []
    assert len(terms) > 100
    for message in MESSAGES:
        if not message.context and len(message.english.split()) <= WORDS_OF_A_LABEL:
            for term in terms_in(message.english, terms):
                if not any(word in message.khmer for word in terms[term]):
                    wrong.append((message.english, message.khmer, term))
    assert wrong == []


def test_labels_of_one_vocabulary_differ():
    english = codebook.public_vocabularies()
    with translation.override("km"):
        khmer = codebook.public_vocabularies()
    for labels, translations in zip(english, khmer, strict=True):
        meanings = defaultdict(set)
        for label, translated in zip(labels.values, translations.values, strict=True):
            meanings[translated.label].add(label.label.removesuffix("s"))  # Khmer has no plural
        assert [found for found in meanings.values() if len(found) > 1] == []


def test_counts_do_not_read_as_names():
    counts = [m.khmer for m in MESSAGES if m.plural and "%(n)" in m.khmer]
    assert len(counts) > 30
    assert [khmer for khmer in counts if not COUNT.search(khmer)] == []


def test_numbers_name_records_only_where_they_do_in_english():
    records = ("Article", *vendored_msgids.KINDS)
    khmer_records = "|".join(m.khmer for m in MESSAGES if m.english in records and not m.context)
    khmer_name = re.compile(f"({khmer_records}) {PLACEHOLDER}(?! ?{COUNTER})")
    english_name = re.compile(f"({'|'.join(records)}) {PLACEHOLDER}", re.IGNORECASE)
    names = [m.english for m in MESSAGES if khmer_name.search(m.khmer)]
    assert [english for english in names if not english_name.search(english)] == []


def test_only_inferences_have_the_word_for_them():
    inferences = [m.english for m in MESSAGES if "inferred" in m.english.lower()]
    assert [m.english for m in MESSAGES if "សន្និដ្ឋាន" in m.khmer] == inferences


def test_contexts_tell_meanings_apart():
    translations = defaultdict(list)
    for message in MESSAGES:
        translations[message.english].append(message.khmer)
    several = {english: found for english, found in translations.items() if len(found) > 1}
    assert "Report" in several
    assert [english for english, found in several.items() if len(set(found)) < len(found)] == []
