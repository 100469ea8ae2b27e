"""Cases: who was acted against, under which provision, when, and with what outcome."""

from .case import Case, CaseCitation, Participation, ParticipationCitation
from .charge import Charge, ChargeCitation
from .detention import Detention, DetentionCitation, days_detained
from .disagreement import Claim, ClaimCitation, Disagreement
from .entry import EntryDraft
from .event import ChargeChange, Event, EventCitation
from .given_key import CaseKey, PersonKey
from .identity import Deed, Identity, IdentityAccess
from .measure import Measure, MeasureCitation, MeasureParty
from .merge import Merge, MergeMove, not_merged
from .pair import CasePair, Pair, PersonPair
from .person import (
    Affiliation,
    AffiliationCitation,
    Person,
    PersonCitation,
    PersonName,
    PersonNameCitation,
)
from .reading import ChargeReading
from .release import Release, ReleasedRow, ReleaseRecord
from .sentence import Sentence, SentenceCitation
from .snapshot import RecordedCount, Snapshot
from .spelling import NameMatch, Spelling, SpellingKey
from .usage_count import UsageCount

__all__ = [
    "Affiliation",
    "AffiliationCitation",
    "Case",
    "CaseCitation",
    "CaseKey",
    "CasePair",
    "Charge",
    "ChargeChange",
    "ChargeCitation",
    "ChargeReading",
    "Claim",
    "ClaimCitation",
    "Deed",
    "Detention",
    "DetentionCitation",
    "Disagreement",
    "EntryDraft",
    "Event",
    "EventCitation",
    "Identity",
    "IdentityAccess",
    "Measure",
    "MeasureCitation",
    "MeasureParty",
    "Merge",
    "MergeMove",
    "NameMatch",
    "Pair",
    "Participation",
    "ParticipationCitation",
    "Person",
    "PersonCitation",
    "PersonKey",
    "PersonName",
    "PersonNameCitation",
    "PersonPair",
    "RecordedCount",
    "Release",
    "ReleaseRecord",
    "ReleasedRow",
    "Sentence",
    "SentenceCitation",
    "Snapshot",
    "Spelling",
    "SpellingKey",
    "UsageCount",
    "days_detained",
    "not_merged",
]
