"""Merges two records and undoes a merge (docs/decisions/0027).

`relations` says which rows move, `plan` finds them without touching anything, `policy` what becomes
of the two records themselves, `actions` does it and undoes it, `recheck` looks at what would be
public again.
"""

from .actions import merge, unmerge
from .merge_plan import MergePlan, plan_merge

__all__ = ["MergePlan", "merge", "plan_merge", "unmerge"]
