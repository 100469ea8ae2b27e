"""Captured documents: stored by digest, published only as copies without metadata."""

from .actions import DuplicateFile, capture_file, delete_copy, publish_copy
from .media_types import MIME_TYPES, RejectedFile, detect_media_type
from .metadata_removal import STRIPPABLE_TYPES, MetadataNotRemovable, strip_metadata
from .verification import FileProblem, verify_stored_files

__all__ = [
    "MIME_TYPES",
    "STRIPPABLE_TYPES",
    "DuplicateFile",
    "FileProblem",
    "MetadataNotRemovable",
    "RejectedFile",
    "capture_file",
    "delete_copy",
    "detect_media_type",
    "publish_copy",
    "strip_metadata",
    "verify_stored_files",
]
