"""Models of this app: cases, charges, events, people, measures, disagreements, releases."""

from .case import Case, CaseCitation, Participation, ParticipationCitation
from .charge import Charge, ChargeCitation
from .detention import Detention, DetentionCitation, days_detained
from .disagreement import Claim, ClaimCitation, Disagreement
from .event import ChargeChange, Event, EventCitation
from .measure import Measure, MeasureCitation, MeasureParty
from .people.identity import AccessKind, Identity, IdentityAccess
from .people.person import Affiliation, Person, PersonCitation, PersonName, PersonNameCitation
from .people.spelling import NameMatch, Spelling, SpellingKey
from .release import Release, ReleasedRow, ReleaseRecord
from .sentence import Sentence, SentenceCitation
from .staff.entry_draft import EntryDraft
from .staff.external_key import CaseKey, PersonKey
from .staff.merge import Merge, MergeMove, not_merged
from .staff.pair import CasePair, Pair, PersonPair
from .statistics.case_summary import LATEST_AS_OF_FIRST, CaseSource, CaseSummary
from .statistics.charge_summary import ChargeSummary
from .statistics.snapshot import RecordedCount, Snapshot
