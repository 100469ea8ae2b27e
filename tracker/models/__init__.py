"""Models of this app: records, accounts, staff workflow, change feed."""

# Before the others: the codebook lists kinds in the order in which they are registered.
from .source import Source, SourceCitation

# isort: split

from .accounts.api_key import KEY, ApiKey, KeyStatus, digest_of
from .accounts.sign_in import INVITED_FOR, FailedSignIn, Invitation, UsedCode
from .accounts.user import User
from .base import Citation, Fact, Publishable, Redactable, ShownFact
from .change import Change, DataVersion, PublicRecord, Unsettled
from .error_report import LONGEST, ErrorReport
from .figure import Figure, FigureCitation
from .organisation import Organisation, OrganisationCitation, OrganisationName
from .protected_spelling import ProtectedSpelling, SealedSpelling
from .search_index import Word, WordsQuerySet, stems
from .source_file import SourceCopy, SourceFile
from .staff.external_key import GivenKey, SourceKey
from .staff.import_run import ImportRun
from .staff.submission import Submission
from .staff.workflow import Assignment, LinkCheck, Step

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
