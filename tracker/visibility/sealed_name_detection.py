"""Detects sealed names in text through keyed digests.

The database itself finds names stored in clear (redaction.sql). Of a sealed name it has keyed
digests only, so this module, which has the key, computes the digests of all pieces of a text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from django.db.models import CharField, Model, TextField
from django.utils.translation import gettext_lazy

from tracker.database.encryption import IDENTITY_KEYS, digests, keys
from tracker.models import SealedSpelling
from tracker.visibility.citation_coverage import foreign_keys_of_dependents

PURPOSE = "sealed spelling"
# Messages: of a form about a text; of a search, or of a name being typed.
SEALED_NAME_IN_TEXT = gettext_lazy("Somebody whose identity is sealed may be named here.")
MAY_BE_CALLED_SO = gettext_lazy(
    "Somebody whose identity is sealed may be called so. A custodian can say whether it is who "
    "you mean."
)
# As normalise_for_index() of the database: "Sen-Karuna" and "Senkaruna" are one.
BETWEEN = re.compile(r"[\s\u00A0\u200B-\u200D\u2010-\u2015\u2060_.\-]")
LATIN = re.compile(r"[a-z\u00c0-\u024f]")


def normalise_for_index(words: str) -> str:
    return BETWEEN.sub("", normalize("NFC", words).lower())


def store_blind_index(owner: str, spellings: Iterable[str]) -> None:
    """Store digests of a person's sealed spellings, in both orders of family and given name."""
    turned = (" ".join(reversed(spelling.split())) for spelling in spellings)
    normalised = {normalise_for_index(each) for each in (*spellings, *turned)}
    found = digests(
        {each for each in normalised if len(each) > 1}, purpose=PURPOSE, key=keys(IDENTITY_KEYS)[0]
    )
    SealedSpelling.objects.filter(owner=owner).delete()
    SealedSpelling.objects.bulk_create(
        SealedSpelling(owner=owner, digest=digest, length=len(text))
        for digest, text in found.items()
    )


def may_contain_sealed_name(*texts: str) -> bool:
    """Whether one of the texts contains a sealed spelling; does not reveal whose."""
    return bool(texts_with_sealed_name(texts))


def texts_with_sealed_name(texts: Iterable[str]) -> set[str]:
    """The texts that contain a sealed spelling: one query for all."""
    sealed = dict(SealedSpelling.objects.values_list("digest", "length"))
    if not sealed:
        return set()
    written_in = defaultdict(set)
    for text in set(texts):
        for piece in pieces_of(text, set(sealed.values())):
            written_in[piece].add(text)
    found = set()
    for key in keys(IDENTITY_KEYS):
        known = digests(written_in, purpose=PURPOSE, key=key)
        found.update(*(written_in[known[digest]] for digest in sealed.keys() & known.keys()))
    return found


def pieces_of(text: str, lengths: set[int]) -> Iterator[str]:
    """Every normalised piece of these lengths. A Latin name is whole words; Khmer has no blanks."""
    text = normalize("NFC", text)
    letters = [(i, low) for i, c in enumerate(text) if not BETWEEN.match(c) for low in c.lower()]
    normalised = "".join(low for _i, low in letters)
    for start, (at, first) in enumerate(letters):
        if is_latin(first) and at and is_latin(text[at - 1]):
            continue
        for length in lengths:
            piece = normalised[start : start + length]
            if len(piece) == length and ends_word(text, letters[start + length - 1]):
                yield piece


def is_latin(letter: str) -> bool:
    return bool(LATIN.match(letter.lower()))


def ends_word(text: str, last: tuple[int, str]) -> bool:
    at, letter = last
    return not (is_latin(letter) and is_latin(text[at + 1 : at + 2]))


def texts_by_column(row: Model) -> Iterator[tuple[str, str]]:
    """What is written in the columns of one row."""
    for each in row._meta.local_concrete_fields:
        if isinstance(each, CharField | TextField) and (value := getattr(row, each.attname)):
            yield each.name, value


def texts_of(row: Model) -> list[str]:
    return [text for _column, text in texts_by_column(row)]


def rows_with_sealed_names(record: Model) -> list[Model]:
    """The record and the rows that hang on it, as far as they may name somebody sealed."""
    if not SealedSpelling.objects.exists():
        return []
    return [row for row in dependent_rows([record]) if may_contain_sealed_name(*texts_of(row))]


def dependent_rows(rows: list[Model]) -> Iterator[Model]:
    """These rows of one kind and all that hang on them."""
    yield from rows
    for key in foreign_keys_of_dependents(type(rows[0])) if rows else ():
        below = key.model._base_manager.filter(**{f"{key.name}__in": rows})
        yield from dependent_rows(list(below))
