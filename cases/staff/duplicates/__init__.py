"""Finds possible duplicates of people and cases, and records decisions on them.

Never merges anything: a pair is stored with its evidence, for staff to decide.
"""

from .actions import decide_later, decide_not_same, find_duplicates, find_duplicates_of, reopen

__all__ = [
    "decide_later",
    "decide_not_same",
    "find_duplicates",
    "find_duplicates_of",
    "reopen",
]
