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
    FactSerializer,
    PublicSerializer,
    RecordSerializer,
    extras_of,
    plan_for,
)
from .fields import (
    ApiAddress,
    ChoiceValue,
    ComputedText,
    ComputedValue,
    ListAddress,
    PartialDateValue,
    Reference,
    ReferenceSerializer,
    SelfValue,
    Spellings,
    TextValue,
)
from .links import Links
from .records import FigureSerializer, OrganisationSerializer, SourceSerializer

__all__ = [
    "ALL",
    "EVERYTHING",
    "FACT",
    "RECORD",
    "ApiAddress",
    "ChoiceValue",
    "CitationSerializer",
    "ComputedText",
    "ComputedValue",
    "FactSerializer",
    "FigureSerializer",
    "Links",
    "ListAddress",
    "OrganisationSerializer",
    "PartialDateValue",
    "PublicSerializer",
    "RecordSerializer",
    "Reference",
    "ReferenceSerializer",
    "SelfValue",
    "SourceSerializer",
    "Spellings",
    "TextValue",
    "extras_of",
    "plan_for",
]
