"""Similarity of personal names in Khmer and Latin script.

`rules` says which letters stand for one sound, `sounds` takes a spelling apart, `khmer` reads
Khmer script, `keys` makes what the dictionary of spellings is searched by, `comparison` ranks.
Nothing here knows people or the database; `Person.objects.named()` puts it to use.
"""

from cases.name_matching.comparison import (
    DUPLICATE,
    FOUND,
    NameSimilarity,
    compare,
    compare_readings,
)
from cases.name_matching.sounds import reading

__all__ = ["DUPLICATE", "FOUND", "NameSimilarity", "compare", "compare_readings", "reading"]
