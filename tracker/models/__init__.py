"""Models of this app: records, accounts, staff workflow, change feed."""

# Imported first: the codebook lists models in the order in which they are registered.
from .source import Source, SourceCitation

# isort: split

from .accounts.api_key import API_KEY_PATTERN, ApiKey, KeyStatus, digest_api_key
from .accounts.sign_in import FailedSignIn, Invitation, UsedCode
from .accounts.user import User
from .base import Citation, Fact, Publishable, Redactable, ShownFact, citation_model, known_check
from .change import Change, DataVersion, DirtyRow, RecordDigest
from .error_report import ERROR_REPORT_MAX_LENGTHS, ErrorReport
from .figure import Figure, FigureCitation
from .organisation import Organisation, OrganisationName
from .plain_fields import plain, plain_fields, plain_names
from .protected_spelling import ProtectedSpelling, SealedSpelling
from .search_index import FullTextQuerySet, IndexedTerm, Searchable, stems
from .source_file import SourceCopy, SourceFile
from .staff.external_key import ExternalKey, SourceKey
from .staff.import_run import ImportRun
from .staff.submission import Submission
from .staff.workflow import Assignment, LinkCheck, WorkflowStep
