"""How records are written as JSON.

The rules of every record: what is not known is null, never an empty text; a date is the range of
possible days; another record stands as `{id, label, url}`; a fact carries its standing and its
citations. Only the fields named in a serializer leave the house, and no database id is among them.
"""

from .fields import (
    ApiAddress,
    Choice,
    Days,
    Linking,
    ListAddress,
    Reference,
    ReferenceSerializer,
    Spellings,
    Text,
)
from .links import Links
from .records import (
    FigureSerializer,
    OrganisationSerializer,
    SourceSerializer,
)
from .shapes import FACT, RECORD, CitationSerializer, FactShape, RecordShape, Shape, cited

__all__ = [
    "FACT",
    "RECORD",
    "ApiAddress",
    "Choice",
    "CitationSerializer",
    "Days",
    "FactShape",
    "FigureSerializer",
    "Linking",
    "Links",
    "ListAddress",
    "OrganisationSerializer",
    "RecordShape",
    "Reference",
    "ReferenceSerializer",
    "Shape",
    "SourceSerializer",
    "Spellings",
    "Text",
    "cited",
]
