"""Serializers of cases, measures and disagreements."""

from cases.api.serializers.as_of import AsOfValue
from cases.api.serializers.charges import ChargeOfParticipantSerializer
from cases.api.serializers.events import (
    DetentionOfParticipantSerializer,
    EventOfCaseSerializer,
    SentenceSerializer,
)
from cases.api.serializers.participants import PARTICIPANT_FIELDS, ParticipantSerializer
from cases.models import Case, Claim, Disagreement, Measure, MeasureParty, Participation
from tracker.api.serializers.base import (
    FACT_FIELDS,
    RECORD_FIELDS,
    CitationSerializer,
    FactSerializer,
    PublicSerializer,
    RecordSerializer,
)
from tracker.models import plain_names


class ParticipationSerializer(ParticipantSerializer):
    """A participant in the case, with their charges, sentences and custody."""

    charges = ChargeOfParticipantSerializer(many=True)
    sentences = SentenceSerializer(many=True)
    detentions = DetentionOfParticipantSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = Participation
        extra = ("sentences", "detentions", "citations")
        fields = (*PARTICIPANT_FIELDS, "note", "charges", "sentences", "detentions", *FACT_FIELDS)


class CaseSerializer(RecordSerializer):
    """One matter in which the state acted against one or more people."""

    participations = ParticipationSerializer(many=True)
    events = EventOfCaseSerializer(many=True)
    as_of = AsOfValue("coverage")

    class Meta:
        model = Case
        extra = ("events", "recommendations", "measures", "disagreements", "citations")
        fields = (
            *RECORD_FIELDS,
            *plain_names(Case, "api"),
            "as_of",
            "participations",
            "events",
            "recommendations",
            "measures",
            "disagreements",
            "merged_into",
            "citations",
            "published_at",
        )


class MeasurePartySerializer(PublicSerializer):
    """Who ordered, carried out or was the target: an organisation, or a description."""

    class Meta:
        model = MeasureParty
        fields = ("role", "organisation", "label")


class MeasureSerializer(RecordSerializer):
    """State action that is not a case."""

    parties = MeasurePartySerializer(many=True)

    class Meta:
        model = Measure
        extra = ("disagreements", "citations")
        fields = (
            *RECORD_FIELDS,
            *plain_names(Measure, "api"),
            "parties",
            "provisions",
            "laws",
            "cases",
            "disagreements",
            *FACT_FIELDS,
            "published_at",
        )


class ClaimSerializer(FactSerializer):
    """One answer, with its sources."""

    class Meta:
        model = Claim
        fields = ("value", *FACT_FIELDS)


class DisagreementSerializer(RecordSerializer):
    """One point on which sources give different answers."""

    claims = ClaimSerializer(many=True)

    class Meta:
        model = Disagreement
        extra = (
            *("laws", "provisions", "recommendations", "figures", "organisations"),
            *("sources", "cases", "people", "measures"),
        )
        fields = (
            *RECORD_FIELDS,
            *plain_names(Disagreement, "api"),
            "claims",
            *extra,
            "published_at",
        )
