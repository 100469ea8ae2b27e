"""The columns of the files of the top storey, one readable table for each list."""

from .records import CASES, DISAGREEMENTS, MEASURES, PEOPLE
from .releases import RELEASES
from .told import CHARGES, DETENTIONS, EVENTS, PROSECUTIONS
from .usage import fields_of_usage

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
    "fields_of_usage",
]
