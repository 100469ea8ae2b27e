"""Releases: the public data as a data package.

A release is built from one snapshot of the public data. A later purge removes records that are no
longer public; it never adds a record (docs/decisions/0019).
"""
