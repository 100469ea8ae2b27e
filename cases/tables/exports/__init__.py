"""Export columns of this app."""

from .charges_events import CHARGES, DETENTIONS, EVENTS, PROSECUTIONS
from .records import CASES, DISAGREEMENTS, MEASURES, PEOPLE
from .releases import RELEASES
from .usage_matrix import build_usage_fields

__all__ = [
    "CASES",
    "CHARGES",
    "DETENTIONS",
    "DISAGREEMENTS",
    "EVENTS",
    "MEASURES",
    "PEOPLE",
    "PROSECUTIONS",
    "RELEASES",
    "build_usage_fields",
]
