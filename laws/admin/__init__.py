"""Model admins of this app."""

from . import law, provision, recommendation  # noqa: F401 (imported to register them)
