"""Statistics: the usage matrix and the counts on pages.

A matrix counts the charges that meet the reader's conditions, in one unit and on one basis.
Every cell links to the list it counts, which asks the same conditions of the same charges.
"""

from .dimensions import DIMENSIONS, Dimension, Heading
from .in_memory_matrix import InMemoryMatrix, build_matrices
from .matrix import UNIT_LISTS, Cell, Usage, UsageFilter
from .snapshots import record_figures

__all__ = [
    "DIMENSIONS",
    "UNIT_LISTS",
    "Cell",
    "Dimension",
    "Heading",
    "InMemoryMatrix",
    "Usage",
    "UsageFilter",
    "build_matrices",
    "record_figures",
]
