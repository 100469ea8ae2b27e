"""The ground: who works here, what the sources are, and which bodies act."""

from .base import Citation, Fact, Publishable, Redactable, ShownFact
from .change import Change, DataVersion, PublicRecord, Unsettled
from .figure import Figure, FigureCitation
from .organisation import Organisation, OrganisationCitation, OrganisationName
from .protection import ProtectedSpelling
from .report import LONGEST, ErrorReport
from .source import Source, SourceCitation
from .user import User
from .words import Word, WordsQuerySet, stems

__all__ = [
    "LONGEST",
    "Change",
    "Citation",
    "DataVersion",
    "ErrorReport",
    "Fact",
    "Figure",
    "FigureCitation",
    "Organisation",
    "OrganisationCitation",
    "OrganisationName",
    "ProtectedSpelling",
    "PublicRecord",
    "Publishable",
    "Redactable",
    "ShownFact",
    "Source",
    "SourceCitation",
    "Unsettled",
    "User",
    "Word",
    "WordsQuerySet",
    "stems",
]
