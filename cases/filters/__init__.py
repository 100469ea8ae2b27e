"""Filter sets of cases, people, prosecutions, charges and events.

Conditions on charges ("under 495", "convicted in 2020") must all hold of the same charge. So the
lists do not join condition by condition: a subquery selects the charges that meet every condition,
and the list has the cases or people of those charges. The usage matrix counts the same charges, so
every number equals its list.
"""

from .prosecution_conditions import ALL, OUTCOMES, PROVENANCES, SCOPES, ProsecutionConditions
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
