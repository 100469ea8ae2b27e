"""Answers that are known to be fresh: told apart by a tag, kept until something public changes.

A listener hears of changes without a query, so that an answer nobody needs again costs none.
See docs/decisions/0021.
"""
