"""How records are written as JSON.

The rules of every record: what is not known is null, never an empty text; a date is the range of
possible days; another record stands as `{id, label, url}`; a fact carries its standing and its
citations. Only the fields named in a serializer leave the house, and no database id is among them.
"""

from .fields import (
    ApiAddress,
    Days,
    Number,
    PublicId,
    Reference,
    References,
    Spellings,
    Text,
)
from .links import Links, public_id
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
    "CitationSerializer",
    "Days",
    "FactShape",
    "FigureSerializer",
    "Links",
    "Number",
    "OrganisationSerializer",
    "PublicId",
    "RecordShape",
    "Reference",
    "References",
    "Shape",
    "SourceSerializer",
    "Spellings",
    "Text",
    "cited",
    "public_id",
]
