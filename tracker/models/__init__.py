"""The ground: who works here, what the sources are, and which bodies act."""

from .api_key import KEY, ApiKey, KeyStatus, digest_of
from .base import Citation, Fact, Publishable, Redactable, ShownFact
from .change import Change, DataVersion, PublicRecord, Unsettled
from .figure import Figure, FigureCitation
from .given_key import GivenKey, SourceKey
from .import_run import ImportRun
from .organisation import Organisation, OrganisationCitation, OrganisationName
from .protection import ProtectedSpelling
from .report import LONGEST, ErrorReport
from .source import Source, SourceCitation
from .source_file import SourceCopy, SourceFile
from .user import User
from .words import Word, WordsQuerySet, stems

__all__ = [
    "KEY",
    "LONGEST",
    "ApiKey",
    "Change",
    "Citation",
    "DataVersion",
    "ErrorReport",
    "Fact",
    "Figure",
    "FigureCitation",
    "GivenKey",
    "ImportRun",
    "KeyStatus",
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
    "SourceCopy",
    "SourceFile",
    "SourceKey",
    "Unsettled",
    "User",
    "Word",
    "WordsQuerySet",
    "digest_of",
    "stems",
]
