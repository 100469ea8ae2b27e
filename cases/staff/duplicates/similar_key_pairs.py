"""Blocking: pairs of name keys with a minimum trigram similarity, without comparing all pairs.

The trigram index of the dictionary finds the keys similar to one key within a millisecond. For all
keys against all it would find each pair twice, and scan trigrams that half of all keys contain.
Here only the rare trigrams of each key are looked up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import ceil

from django.db import connection


def similar_key_pairs(texts: Iterable[str], least: float) -> Iterator[tuple[str, str]]:
    """Pairs of keys, each once, with a pg_trgm similarity of at least `least` (0 to 1)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, show_trgm(text) FROM unnest(%s::text[]) AS text", [[*texts]])
        return pairs_sharing_trigrams(
            {text: frozenset(grams) for text, grams in cursor.fetchall()}, least
        )


def pairs_sharing_trigrams(
    grams: dict[str, frozenset[str]], least: float
) -> Iterator[tuple[str, str]]:
    """Pairs of texts whose trigram sets have a Jaccard similarity of at least `least` (0 to 1).

    Prefix filtering: such a pair shares one of the n - ceil(least * n) + 1 rarest trigrams of each
    text, n being its number of trigrams. Bit masks count the shared trigrams.
    """
    frequency = Counter(gram for text_grams in grams.values() for gram in text_grams)
    by_rarity = sorted(frequency, key=lambda gram: (frequency[gram], gram))
    ranks = {gram: rank for rank, gram in enumerate(by_rarity)}  # 0: the rarest
    texts_by_rank = defaultdict(list)  # earlier texts by their rare trigrams
    sizes, masks = {}, {}
    for text, text_grams in sorted(grams.items()):
        text_ranks = sorted(ranks[gram] for gram in text_grams)
        size, mask = len(text_ranks), sum(1 << rank for rank in text_ranks)
        rare_ranks = text_ranks[: size - ceil(least * size) + 1]
        for other in {other for rank in rare_ranks for other in texts_by_rank[rank]}:
            shared = (mask & masks[other]).bit_count()
            if shared >= least * (size + sizes[other] - shared):
                yield other, text
        for rank in rare_ranks:
            texts_by_rank[rank].append(text)
        sizes[text], masks[text] = size, mask
