"""The ground: who works here, what the sources are, and which bodies act."""

from .api_key import KEY, ApiKey, KeyStatus, digest_of
from .base import Citation, Fact, Publishable, Redactable, ShownFact
from .change import Change, DataVersion, PublicRecord, Unsettled
from .desk import Assignment, LinkCheck, Step
from .figure import Figure, FigureCitation
from .given_key import GivenKey, SourceKey
from .import_run import ImportRun
from .organisation import Organisation, OrganisationCitation, OrganisationName
from .protection import ProtectedSpelling, SealedSpelling
from .report import LONGEST, ErrorReport
from .sign_in import INVITED_FOR, FailedSignIn, Invitation, UsedCode
from .source import Source, SourceCitation
from .source_file import SourceCopy, SourceFile
from .submission import Submission
from .user import User
from .words import Word, WordsQuerySet, stems

__all__ = [
    "INVITED_FOR",
    "KEY",
    "LONGEST",
    "ApiKey",
    "Assignment",
    "Change",
    "Citation",
    "DataVersion",
    "ErrorReport",
    "Fact",
    "FailedSignIn",
    "Figure",
    "FigureCitation",
    "GivenKey",
    "ImportRun",
    "Invitation",
    "KeyStatus",
    "LinkCheck",
    "Organisation",
    "OrganisationCitation",
    "OrganisationName",
    "ProtectedSpelling",
    "PublicRecord",
    "Publishable",
    "Redactable",
    "SealedSpelling",
    "ShownFact",
    "Source",
    "SourceCitation",
    "SourceCopy",
    "SourceFile",
    "SourceKey",
    "Step",
    "Submission",
    "Unsettled",
    "UsedCode",
    "User",
    "Word",
    "WordsQuerySet",
    "digest_of",
    "stems",
]
