"""The desk's pages for people, cases and measures."""

from . import case, charge, disagreement, event, imports, measure, person

__all__ = ["case", "charge", "disagreement", "event", "imports", "measure", "person"]
