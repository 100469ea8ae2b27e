"""Similarity of personal names in Khmer and Latin script.

`khmer_script` romanises Khmer script, `sounds` splits a spelling into sounds, `sound_rules` lists
the letters that stand for one sound, `keys` computes the search keys of the spelling dictionary,
`alignment` and `comparison` score two spellings. Pure text functions without database access,
used by `Person.objects.name_matches()`.
"""

from cases.name_matching.comparison import (
    DUPLICATE_THRESHOLD,
    SEARCH_THRESHOLD,
    NameSimilarity,
    compare_readings,
)
from cases.name_matching.sounds import romanise_name

__all__ = [
    "DUPLICATE_THRESHOLD",
    "SEARCH_THRESHOLD",
    "NameSimilarity",
    "compare_readings",
    "romanise_name",
]
