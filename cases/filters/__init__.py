"""Filter sets of cases, people, prosecutions, charges and events.

A condition on charges ("under 495", "convicted in 2020") must hold of one charge, not of several
together. So the lists do not join: they ask for the charges that meet every condition at once,
and then for the cases or people of those charges. The usage matrix counts the same charges, and
so every number equals its list.
"""

from .prosecution_conditions import OUTCOMES, ProsecutionConditions
from .record_filters import (
    CaseFilter,
    ChargeFilter,
    DetentionFilter,
    DisagreementFilter,
    EventFilter,
    MeasureFilter,
    PersonFilter,
    ProsecutionFilter,
    ReleaseFilter,
)

__all__ = [
    "OUTCOMES",
    "CaseFilter",
    "ChargeFilter",
    "DetentionFilter",
    "DisagreementFilter",
    "EventFilter",
    "MeasureFilter",
    "PersonFilter",
    "ProsecutionConditions",
    "ProsecutionFilter",
    "ReleaseFilter",
]
