"""Charges, prosecutions, events, sentences and spells in custody."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.enums import DateBasis
from cases.filters import OUTCOMES
from cases.models import Charge, ChargeChange, Detention, Event, Participation, Sentence
from cases.models.event import IN_TIME
from cases.records.case import Applied, applied_among
from cases.records.words import sentence_in_words
from cases.serializers.participants import (
    PARTICIPANT,
    DaysInCustody,
    ParticipantSerializer,
)
from cases.serializers.places import CasePage, page_of_case
from laws.models import Version
from tracker.serializers import (
    FACT,
    RECORD,
    ApiAddress,
    Choice,
    CitationSerializer,
    Days,
    FactShape,
    RecordShape,
    Reference,
    ReferenceSerializer,
    Shape,
    Text,
    TextMade,
)

ANSWERS = [
    ("unknown", "the day is not known"),
    ("none", "no version is recorded for it"),
    ("one", "one version"),
    ("ambiguous", "more than one version may have applied"),
]


class VersionDatesSerializer(Shape):
    """A version of the provision: see the provision for what it said."""

    class Meta:
        model = Version
        fields = ("starts_on", "ends_on")


class AppliedSerializer(Shape):
    """Which version of the provision may have applied on a day that matters. Computed."""

    date_basis = serializers.ChoiceField(
        [(DateBasis.CONDUCT, "Day of the conduct"), (DateBasis.CHARGE, "Day of the charge")]
    )
    on = Days(allow_null=True, help_text="That day.")
    answer = serializers.ChoiceField(ANSWERS)
    versions = VersionDatesSerializer(many=True)

    class Meta:
        fields = ("date_basis", "on", "answer", "versions")


@extend_schema_field(AppliedSerializer(many=True))
class AppliedVersions(serializers.Field):
    """By the day of the conduct, and by the day of the charge."""

    def told_from(self, place):
        charge = place.record(("code", "conduct_day", "dated_on"))
        version, all_of = place.several("provision.versions")
        made = version.record(("stage", "starts_on", "ends_on"))

        def told(row, found):
            one, versions = charge(row), [made(other) for other in all_of(row, found)]
            days = {"conduct": one.conduct_day, "charged": one.dated_on}
            answers = zip(BASES, applied_among(versions, **days), strict=True)
            return [applied_written(basis, answer) for basis, answer in answers]

        return told


BASES = (DateBasis.CONDUCT, DateBasis.CHARGE)


def applied_written(basis: str, found: Applied) -> dict:
    return {
        "date_basis": str(basis),
        "on": found.on and found.on.as_json(),
        "answer": found.answer,
        "versions": [
            {
                "starts_on": version.starts_on and version.starts_on.as_json(),
                "ends_on": version.ends_on and version.ends_on.as_json(),
            }
            for version in found.versions
        ],
    }


@extend_schema_field(ReferenceSerializer)
class SisterCharge(serializers.Field):
    """Another charge against the same participant, called by its provision."""

    def told_from(self, place):
        other, page = place.under(self.field_name), page_of_case(place)
        code, provision = other.column("code"), other.under("provision").reference()

        def told(row, found):
            if row[code] is None:
                return None
            label = provision(row, found)["label"]
            return {"id": row[code], "label": label, "url": f"{page(row, found)}#{row[code]}"}

        return told


class StatusChangeSerializer(Shape):
    """What one event made of the charge."""

    happened_on = Days(source="event.happened_on", allow_null=True)

    class Meta:
        model = ChargeChange
        order = IN_TIME
        fields = ("status", "event", "happened_on")


CHARGE = (
    "provision",
    "status",
    "changes",
    "provenance",
    "wording",
    "conduct_on",
    "applied",
    "base",
    "requalified_from",
    *FACT,
)


COMPUTED_OF_CHARGE = {
    "status": lambda charges: charges.with_status(),
    "conduct_day": lambda charges: charges.with_date(DateBasis.CONDUCT, "conduct_day"),
    "dated_on": lambda charges: charges.with_date(DateBasis.CHARGE),
}
EXTRA_OF_CHARGE = ("changes", "applied", "base", "requalified_from", "citations")


class ChargeOfParticipantSerializer(RecordShape):
    """One participant charged under one provision."""

    url = CasePage()
    status = Choice(OUTCOMES, help_text="What the latest event made of it. Computed.")
    changes = StatusChangeSerializer(many=True, help_text="In order of time.")
    applied = AppliedVersions(source="*")
    base = SisterCharge(allow_null=True, help_text="The charge it belongs to, for one offence.")
    requalified_from = SisterCharge(allow_null=True, help_text="The charge it replaces.")

    class Meta:
        model = Charge
        computed = COMPUTED_OF_CHARGE
        extra = EXTRA_OF_CHARGE
        fields = (*RECORD, *CHARGE)


class ChargeSerializer(ChargeOfParticipantSerializer):
    """One participant charged under one provision in a case."""

    case = Reference(source="participation.case")
    participant = ParticipantSerializer(source="participation")

    class Meta:
        model = Charge
        computed = COMPUTED_OF_CHARGE
        extra = EXTRA_OF_CHARGE
        fields = (*RECORD, "case", "participant", *CHARGE)


class InWords(TextMade):
    """The sentence in words."""

    needs = (
        *("is_life", "prison_months_min", "prison_months_max", "suspended_months"),
        *("is_remainder_suspended", "served_months", "is_in_absentia"),
        *("fine", "fine_currency", "is_fine_unstated"),
        *("compensation", "compensation_currency", "compensation_to", "is_claim_only"),
    )

    def written(self, sentence):
        return sentence_in_words(sentence)


class SentenceSerializer(FactShape):
    """One source's account of what was imposed. Terms in months."""

    in_words = InWords(source="*", help_text="The same in words.")

    class Meta:
        model = Sentence
        extra = ("citations",)
        fields = (
            "in_words",
            "event",
            "prison_months_min",
            "prison_months_max",
            "is_life",
            "suspended_months",
            "is_remainder_suspended",
            "served_months",
            "is_in_absentia",
            "fine",
            "fine_currency",
            "is_fine_unstated",
            "compensation",
            "compensation_currency",
            "compensation_to",
            "is_claim_only",
            "stated_equivalent",
            "note",
            *FACT,
        )


class ProsecutionSerializer(ParticipantSerializer):
    """One participant with all the charges of one case."""

    id = Text(source="code", help_text="The code of one of its charges.")
    url = CasePage()
    api_url = ApiAddress(name="prosecution")
    charges = ChargeOfParticipantSerializer(many=True)
    sentences = SentenceSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = Participation
        extra = ("sentences", "citations")
        fields = (*RECORD, "case", *PARTICIPANT, "note", "charges", "sentences", *FACT)


DETENTION = (
    "basis",
    "started_on",
    "ended_on",
    "confirmed_on",
    "days",
    "place",
    "note",
    *FACT,
)


class DetentionOfParticipantSerializer(RecordShape):
    """One spell in custody; its start and its end may each be vague."""

    url = CasePage()
    days = DaysInCustody(source="*")

    class Meta:
        model = Detention
        extra = ("citations",)
        fields = (*RECORD, *DETENTION)


class DetentionSerializer(DetentionOfParticipantSerializer):
    """One spell in custody of a participant in a case."""

    case = Reference(source="participation.case")
    participant = ParticipantSerializer(source="participation")

    class Meta:
        model = Detention
        extra = ("citations",)
        fields = (*RECORD, "case", "participant", *DETENTION)


class ChargeChangeSerializer(Shape):
    """What the event made of a charge."""

    class Meta:
        model = ChargeChange
        order = ("charge__code",)
        fields = ("charge", "status")


EVENT = (
    "kind",
    "happened_on",
    "date_note",
    "is_scheduled",
    "court",
    "place",
    "description",
    "provenance",
    "participants",
    "charge_changes",
    *FACT,
)


class EventOfCaseSerializer(RecordShape):
    """Something dated in a case."""

    url = CasePage()
    participants = ParticipantSerializer(
        source="participations", many=True, help_text="Whom it touched; empty: all in the case."
    )
    charge_changes = ChargeChangeSerializer(many=True)

    class Meta:
        model = Event
        extra = ("citations",)
        fields = (*RECORD, *EVENT)


class EventSerializer(EventOfCaseSerializer):
    """Something dated in a case."""

    class Meta:
        model = Event
        extra = ("citations",)
        fields = (*RECORD, "case", *EVENT)
