"""Blocking by name keys that share half of their trigrams.

The index of the dictionary finds those near one key in a millisecond. All against all it is asked
twice about every pair, and looks up the grams that half of all keys have: here only rare ones are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import ceil

from django.db import connection


def near_keys(texts: Iterable[str], least: float) -> Iterator[tuple[str, str]]:
    """Each pair of these keys as near as pg_trgm says, once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, show_trgm(text) FROM unnest(%s::text[]) AS text", [[*texts]])
        return near_pairs({text: frozenset(grams) for text, grams in cursor.fetchall()}, least)


def near_pairs(grams: dict[str, frozenset[str]], least: float) -> Iterator[tuple[str, str]]:
    """Pairs that have `least` (of 1) of all grams of either in common.

    Two that have so many in common share one of their rarest: of n grams, any n - least * n + 1.
    """
    often = Counter(gram for own in grams.values() for gram in own)
    rarest = {gram: place for place, gram in enumerate(sorted(often, key=lambda g: (often[g], g)))}
    known = defaultdict(list)  # by gram, those before that have it among their rarest
    sizes, bits = {}, {}
    for text, own in sorted(grams.items()):
        places = sorted(rarest[gram] for gram in own)
        size, mine = len(places), sum(1 << place for place in places)
        telling = places[: size - ceil(least * size) + 1]
        for other in {other for place in telling for other in known[place]}:
            shared = (mine & bits[other]).bit_count()
            if shared >= least * (size + sizes[other] - shared):
                yield other, text
        for place in telling:
            known[place].append(text)
        sizes[text], bits[text] = size, mine
