"""Duplicate detection for people and cases.

Nothing here merges anything: a pair is a question, and what it rests on stands beside it.
"""

from .actions import decide_later, decide_not_same, find_duplicates, find_duplicates_of, reopen

__all__ = [
    "decide_later",
    "decide_not_same",
    "find_duplicates",
    "find_duplicates_of",
    "reopen",
]
