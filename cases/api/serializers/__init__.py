"""Serializers of this app."""

from .cases import CaseSerializer, DisagreementSerializer, MeasureSerializer
from .charges import ChargeSerializer
from .events import DetentionSerializer, EventSerializer, ProsecutionSerializer
from .people import PersonSerializer
from .releases import ReleaseSerializer
from .usage_matrix import UsageSerializer
