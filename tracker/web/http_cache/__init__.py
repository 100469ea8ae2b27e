"""Conditional requests (ETag, 304) and an in-memory cache of public responses.

A listener hears of changes without a query, so that an answer nobody needs again costs none.
See docs/decisions/0021.
"""
