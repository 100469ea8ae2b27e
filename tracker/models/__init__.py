"""Models of this app: records, accounts, staff workflow, change feed."""

# Before the others: the codebook lists kinds in the order in which they are registered.
from .source import Source, SourceCitation

# isort: split

from .accounts.api_key import KEY, ApiKey, KeyStatus, digest_of
from .accounts.sign_in import INVITED_FOR, FailedSignIn, Invitation, UsedCode
from .accounts.user import User
from .base import Citation, Fact, Publishable, Redactable, ShownFact
from .change import Change, DataVersion, DirtyRow, RecordDigest
from .error_report import LONGEST, ErrorReport
from .figure import Figure, FigureCitation
from .organisation import Organisation, OrganisationCitation, OrganisationName
from .protected_spelling import ProtectedSpelling, SealedSpelling
from .search_index import FullTextQuerySet, IndexedTerm, Searchable, stems
from .source_file import SourceCopy, SourceFile
from .staff.external_key import GivenKey, SourceKey
from .staff.import_run import ImportRun
from .staff.submission import Submission
from .staff.workflow import Assignment, LinkCheck, WorkflowStep

__all__ = [
    "INVITED_FOR",
    "KEY",
    "LONGEST",
    "ApiKey",
    "Assignment",
    "Change",
    "Citation",
    "DataVersion",
    "DirtyRow",
    "ErrorReport",
    "Fact",
    "FailedSignIn",
    "Figure",
    "FigureCitation",
    "FullTextQuerySet",
    "GivenKey",
    "ImportRun",
    "IndexedTerm",
    "Invitation",
    "KeyStatus",
    "LinkCheck",
    "Organisation",
    "OrganisationCitation",
    "OrganisationName",
    "ProtectedSpelling",
    "Publishable",
    "RecordDigest",
    "Redactable",
    "SealedSpelling",
    "Searchable",
    "ShownFact",
    "Source",
    "SourceCitation",
    "SourceCopy",
    "SourceFile",
    "SourceKey",
    "Submission",
    "UsedCode",
    "User",
    "WorkflowStep",
    "digest_of",
    "stems",
]
