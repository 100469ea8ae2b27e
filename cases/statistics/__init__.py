"""Statistics: the counting engine, the usage matrix and the counts on pages.

A matrix groups the charges that meet the filter parameters by two dimensions, for one unit and on
one basis. Every cell links to the list with the same filter parameters, so number and list agree.
"""

from .dimensions import DIMENSIONS, Heading
from .engine import Count
from .matrix import Cell, Usage, UsageFilter, count_usages
from .snapshots import take_snapshot

__all__ = [
    "DIMENSIONS",
    "Cell",
    "Count",
    "Heading",
    "Usage",
    "UsageFilter",
    "count_usages",
    "take_snapshot",
]
