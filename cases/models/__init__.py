"""Cases: who was acted against, under which provision, when, and with what outcome."""

from .case import Case, CaseCitation, Participation, ParticipationCitation
from .charge import Charge, ChargeCitation
from .detention import Detention, DetentionCitation, days_detained
from .disagreement import Claim, ClaimCitation, Disagreement
from .event import ChargeChange, Event, EventCitation
from .given_key import CaseKey, PersonKey
from .measure import Measure, MeasureCitation, MeasureParty
from .person import (
    Affiliation,
    AffiliationCitation,
    Person,
    PersonCitation,
    PersonName,
    PersonNameCitation,
)
from .release import Release, ReleasedRow, ReleaseRecord
from .sentence import Sentence, SentenceCitation
from .snapshot import RecordedCount, Snapshot
from .spelling import NameMatch, Spelling, SpellingKey

__all__ = [
    "Affiliation",
    "AffiliationCitation",
    "Case",
    "CaseCitation",
    "CaseKey",
    "Charge",
    "ChargeChange",
    "ChargeCitation",
    "Claim",
    "ClaimCitation",
    "Detention",
    "DetentionCitation",
    "Disagreement",
    "Event",
    "EventCitation",
    "Measure",
    "MeasureCitation",
    "MeasureParty",
    "NameMatch",
    "Participation",
    "ParticipationCitation",
    "Person",
    "PersonCitation",
    "PersonKey",
    "PersonName",
    "PersonNameCitation",
    "RecordedCount",
    "Release",
    "ReleaseRecord",
    "ReleasedRow",
    "Sentence",
    "SentenceCitation",
    "Snapshot",
    "Spelling",
    "SpellingKey",
    "days_detained",
]
