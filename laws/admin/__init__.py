"""The desk's pages for the law."""

from . import law, provision, recommendation

__all__ = ["law", "provision", "recommendation"]
