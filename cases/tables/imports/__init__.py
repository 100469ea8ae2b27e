"""Registry of all table imports, in dependency order."""

from laws.tables.imports import Recommendations
from tracker.tables.imports import Kind, Sources

from .cases import Cases
from .people import People

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Sources(), People(), Recommendations(), Cases())
}

__all__ = ["KINDS", "Cases", "People"]
