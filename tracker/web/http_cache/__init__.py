"""Conditional requests (ETag, 304) and an in-memory cache of public responses.

A LISTEN connection reports changes of the data, so that a cached response costs no query.
See docs/decisions/0021.
"""
