"""Serializers of prosecutions, events, sentences and detentions."""

from rest_framework import serializers

from cases.api.serializers.as_of import AsOfValue
from cases.api.serializers.case_page_links import CasePageUrlValue
from cases.api.serializers.charges import ChargeOfParticipantSerializer
from cases.api.serializers.participants import (
    PARTICIPANT_FIELDS,
    DaysInCustodyValue,
    ParticipantSerializer,
)
from cases.enums import CaseScope
from cases.models import ChargeChange, Detention, Event, Participation, Sentence
from cases.models.formatting import sentence_in_words
from tracker.api.serializers.base import (
    FACT_FIELDS,
    RECORD_FIELDS,
    CitationSerializer,
    FactSerializer,
    PublicSerializer,
    RecordSerializer,
)
from tracker.api.serializers.fields import ApiUrlValue, ComputedText, Reference
from tracker.models import plain_names


class SentenceInWords(ComputedText):
    """The sentence in words."""

    needs = ("is_life", *Sentence.terms)  # the first is never null

    def to_representation(self, sentence):
        return sentence_in_words(sentence)


class SentenceSerializer(FactSerializer):
    """One source's account of the sentence. Terms in months."""

    in_words = SentenceInWords(source="*", help_text="The same in words.")

    class Meta:
        model = Sentence
        fields = ("in_words", "event", *Sentence.terms, "stated_equivalent", "note", *FACT_FIELDS)


class ProsecutionSerializer(ParticipantSerializer):
    """One participant, with all their charges in one case."""

    id = serializers.CharField(source="code", help_text="The code of one of its charges.")
    url = CasePageUrlValue()
    api_url = ApiUrlValue(name="prosecution")
    scope = serializers.ChoiceField(
        CaseScope.choices, source="case.scope", help_text="Scope of the case."
    )
    as_of = AsOfValue("case.coverage")
    charges = ChargeOfParticipantSerializer(many=True)
    sentences = SentenceSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = Participation
        extra = ("sentences", "citations")
        fields = (
            *RECORD_FIELDS,
            *("case", "scope", "as_of"),
            *PARTICIPANT_FIELDS,
            "note",
            "charges",
            "sentences",
            *FACT_FIELDS,
        )


DETENTION_FIELDS = (*plain_names(Detention, "api"), "days", "place", "note", *FACT_FIELDS)


class DetentionOfParticipantSerializer(RecordSerializer):
    """One period in custody; start and end may be partial dates."""

    url = CasePageUrlValue()
    days = DaysInCustodyValue(source="*")

    class Meta:
        model = Detention
        fields = (*RECORD_FIELDS, *DETENTION_FIELDS)


class DetentionSerializer(DetentionOfParticipantSerializer):
    """One period in custody of a participant in a case."""

    case = Reference(source="participation.case")
    participant = ParticipantSerializer(source="participation")

    class Meta(DetentionOfParticipantSerializer.Meta):
        fields = (*RECORD_FIELDS, "case", "participant", *DETENTION_FIELDS)


class ChargeChangeSerializer(PublicSerializer):
    """The effect of the event on a charge."""

    class Meta:
        model = ChargeChange
        order = ("charge__code",)
        fields = ("charge", "status")


EVENT_FIELDS = (*plain_names(Event, "api"), "participants", "charge_changes", *FACT_FIELDS)


class EventOfCaseSerializer(RecordSerializer):
    """A dated event in a case."""

    url = CasePageUrlValue()
    participants = ParticipantSerializer(
        source="participations",
        many=True,
        help_text="Whom it concerns; empty if everyone in the case.",
    )
    charge_changes = ChargeChangeSerializer(many=True)

    class Meta:
        model = Event
        fields = (*RECORD_FIELDS, *EVENT_FIELDS)


class EventSerializer(EventOfCaseSerializer):
    """A dated event in a case."""

    class Meta(EventOfCaseSerializer.Meta):
        fields = (*RECORD_FIELDS, "case", *EVENT_FIELDS)
