"""The desk's pages for people, cases and measures, and its queues."""

from . import (
    case,
    charge,
    desk,
    detention,
    disagreement,
    event,
    imports,
    measure,
    merging,
    pairs,
    person,
)

__all__ = [
    "case",
    "charge",
    "desk",
    "detention",
    "disagreement",
    "event",
    "imports",
    "measure",
    "merging",
    "pairs",
    "person",
]
