"""Whether a text may name somebody whose identity is sealed, without knowing the name.

Where names are kept in clear, the database itself finds them (redaction.sql). A sealed one exists
there as keyed digests only, so texts are cut into the pieces that could be it, here, where the
key is.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from django.db.models import CharField, Model, TextField

from tracker.encryption import IDENTITY_KEYS, digests, keys
from tracker.models import SealedSpelling
from tracker.unsourced import children

PURPOSE = "sealed spelling"
# As squeeze() of the database: "Sen-Karuna" and "Senkaruna" are one.
BETWEEN = re.compile(r"[\s\u00A0\u200B-\u200D\u2010-\u2015\u2060_.\-]")
LATIN = re.compile(r"[a-z\u00c0-\u024f]")


def squeeze(words: str) -> str:
    return BETWEEN.sub("", normalize("NFC", words).lower())


def seal_spellings(owner: str, spellings: Iterable[str]) -> None:
    """Have these, also with family and given name changed about, be the sealed ones of a person."""
    turned = (" ".join(reversed(spelling.split())) for spelling in spellings)
    squeezed = {squeeze(each) for each in (*spellings, *turned)}
    found = digests(
        {each for each in squeezed if len(each) > 1}, purpose=PURPOSE, key=keys(IDENTITY_KEYS)[0]
    )
    SealedSpelling.objects.filter(owner=owner).delete()
    SealedSpelling.objects.bulk_create(
        SealedSpelling(owner=owner, digest=digest, length=len(text))
        for digest, text in found.items()
    )


def may_name_sealed(*texts: str) -> bool:
    """Whether some spelling of somebody sealed stands in one of the texts. Never says whose."""
    sealed = dict(SealedSpelling.objects.values_list("digest", "length"))
    if not sealed:
        return False
    pieces = {piece for text in texts for piece in pieces_of(text, set(sealed.values()))}
    return any(
        sealed.keys() & digests(pieces, purpose=PURPOSE, key=key).keys()
        for key in keys(IDENTITY_KEYS)
    )


def pieces_of(text: str, lengths: set[int]) -> Iterator[str]:
    """Every squeezed piece of these lengths. A Latin name is whole words; Khmer has no blanks."""
    text = normalize("NFC", text)
    letters = [(i, low) for i, c in enumerate(text) if not BETWEEN.match(c) for low in c.lower()]
    squeezed = "".join(low for _i, low in letters)
    for start, (at, first) in enumerate(letters):
        if is_latin(first) and at and is_latin(text[at - 1]):
            continue
        for length in lengths:
            piece = squeezed[start : start + length]
            if len(piece) == length and ends_word(text, letters[start + length - 1]):
                yield piece


def is_latin(letter: str) -> bool:
    return bool(LATIN.match(letter.lower()))


def ends_word(text: str, last: tuple[int, str]) -> bool:
    at, letter = last
    return not (is_latin(letter) and is_latin(text[at + 1 : at + 2]))


def texts_of(row: Model) -> list[str]:
    """What is written in the columns of one row."""
    written = (f for f in row._meta.local_concrete_fields if isinstance(f, CharField | TextField))
    return [value for each in written if (value := getattr(row, each.attname))]


def naming_sealed(record: Model) -> list[Model]:
    """The record and the rows that hang on it, as far as they may name somebody sealed."""
    if not SealedSpelling.objects.exists():
        return []
    return [row for row in hanging_on([record]) if may_name_sealed(*texts_of(row))]


def hanging_on(rows: list[Model]) -> Iterator[Model]:
    """These rows of one kind and all that hang on them."""
    yield from rows
    for key in children(type(rows[0])) if rows else ():
        below = key.model._base_manager.filter(**{f"{key.name}__in": rows})
        yield from hanging_on(list(below))
