"""Cases, people and all that hangs on them, as JSON."""

from .cases import CaseSerializer, DisagreementSerializer, MeasureSerializer
from .charges import ChargeSerializer
from .facts import DetentionSerializer, EventSerializer, ProsecutionSerializer
from .people import PersonSerializer
from .releases import ReleaseSerializer
from .usage import UsageSerializer

__all__ = [
    "CaseSerializer",
    "ChargeSerializer",
    "DetentionSerializer",
    "DisagreementSerializer",
    "EventSerializer",
    "MeasureSerializer",
    "PersonSerializer",
    "ProsecutionSerializer",
    "ReleaseSerializer",
    "UsageSerializer",
]
