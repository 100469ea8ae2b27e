"""Model admins of this app."""

from . import law, provision, recommendation
