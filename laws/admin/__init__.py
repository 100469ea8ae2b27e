"""Model admins of this app."""

from . import law, provision, recommendation

__all__ = ["law", "provision", "recommendation"]
