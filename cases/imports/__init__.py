"""Every kind of table that can be imported, in the order in which one needs the other."""

from laws.imports import Recommendations
from tracker.imports import Kind, Sources

from .cases import Cases
from .people import People

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Sources(), People(), Recommendations(), Cases())
}

__all__ = ["KINDS", "Cases", "People"]
