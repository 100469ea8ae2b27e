"""Serializers compiled to query plans for fast read-only JSON.

The rules of every record: what is not known is null, never an empty text; a date is the range of
possible days; another record stands as `{id, label, url}`; a fact carries its standing and its
citations. Only the fields named in a serializer leave the house, and no database id is among them.
"""

from .base import (
    ALL,
    EVERYTHING,
    FACT,
    RECORD,
    CitationSerializer,
    FactShape,
    RecordShape,
    Shape,
    extras_of,
    plan_for,
)
from .fields import (
    ApiAddress,
    Choice,
    Days,
    ListAddress,
    Made,
    OfItself,
    Reference,
    ReferenceSerializer,
    Spellings,
    Text,
    TextMade,
)
from .links import Links
from .records import FigureSerializer, OrganisationSerializer, SourceSerializer

__all__ = [
    "ALL",
    "EVERYTHING",
    "FACT",
    "RECORD",
    "ApiAddress",
    "Choice",
    "CitationSerializer",
    "Days",
    "FactShape",
    "FigureSerializer",
    "Links",
    "ListAddress",
    "Made",
    "OfItself",
    "OrganisationSerializer",
    "RecordShape",
    "Reference",
    "ReferenceSerializer",
    "Shape",
    "SourceSerializer",
    "Spellings",
    "Text",
    "TextMade",
    "extras_of",
    "plan_for",
]
