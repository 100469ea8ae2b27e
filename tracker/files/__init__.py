"""Documents that are captured: known by their bytes, kept apart, given out without metadata."""

from .actions import Duplicate, capture, make_copy, remove_copy
from .kinds import MIME, BadFile, media_type_of
from .stripping import CAN_BE_STRIPPED, NotStripped, stripped
from .verification import Finding, verify

__all__ = [
    "CAN_BE_STRIPPED",
    "MIME",
    "BadFile",
    "Duplicate",
    "Finding",
    "NotStripped",
    "capture",
    "make_copy",
    "media_type_of",
    "remove_copy",
    "stripped",
    "verify",
]
