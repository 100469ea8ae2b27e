"""Releases: the public data as a data package.

Built from what the public sees at one moment, and purged later of what is no longer public: a
purge takes away, it never adds a record (docs/decisions/0019).
"""

from .actions import ReleaseLocked, build_release, purge_releases, withhold
from .package import DanglingKey

__all__ = ["DanglingKey", "ReleaseLocked", "build_release", "purge_releases", "withhold"]
