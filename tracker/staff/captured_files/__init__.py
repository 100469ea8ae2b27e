"""Captured documents: stored by digest, published only as copies without metadata."""

from .actions import Duplicate, capture, make_copy, remove_copy
from .media_types import MIME, BadFile, media_type_of
from .metadata_removal import CAN_BE_STRIPPED, NotStripped, stripped
from .verification import FileProblem, verify

__all__ = [
    "CAN_BE_STRIPPED",
    "MIME",
    "BadFile",
    "Duplicate",
    "FileProblem",
    "NotStripped",
    "capture",
    "make_copy",
    "media_type_of",
    "remove_copy",
    "stripped",
    "verify",
]
