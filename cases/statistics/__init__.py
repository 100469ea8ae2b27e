"""Statistics: the usage matrix and the counts on pages.

A matrix groups the charges that meet the filter parameters by two dimensions, for one unit and on
one basis. Every cell links to the list with the same filter parameters, so number and list agree.
"""

from .dimensions import DIMENSIONS, Heading
from .in_memory_matrix import InMemoryCharges, build_usage
from .matrix import Cell, Usage, UsageFilter
from .snapshots import take_snapshot

__all__ = [
    "DIMENSIONS",
    "Cell",
    "Heading",
    "InMemoryCharges",
    "Usage",
    "UsageFilter",
    "build_usage",
    "take_snapshot",
]
