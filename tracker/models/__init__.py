"""The ground: who works here, what the sources are, and which bodies act."""

from .base import Citation, Fact, Publishable, Redactable
from .figure import Figure, FigureCitation
from .organisation import Organisation, OrganisationCitation, OrganisationName
from .protection import ProtectedSpelling
from .report import LONGEST, ErrorReport
from .source import Source, SourceCitation
from .user import User

__all__ = [
    "LONGEST",
    "Citation",
    "ErrorReport",
    "Fact",
    "Figure",
    "FigureCitation",
    "Organisation",
    "OrganisationCitation",
    "OrganisationName",
    "ProtectedSpelling",
    "Publishable",
    "Redactable",
    "Source",
    "SourceCitation",
    "User",
]
