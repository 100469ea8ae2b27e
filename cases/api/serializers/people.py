"""Serializers of people with protected names withheld."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.serializers.as_of import AsOfValue
from cases.api.serializers.charges import ChargeOfParticipantSerializer
from cases.api.serializers.participants import (
    DaysInCustodySerializer,
    DaysInCustodyValue,
    days_as_json,
)
from cases.models import Affiliation, Participation, Person, PersonName
from cases.tables.exports.labels import as_of_person
from tracker.api.serializers.base import (
    FACT_FIELDS,
    RECORD_FIELDS,
    FactSerializer,
    PublicSerializer,
    RecordSerializer,
)
from tracker.api.serializers.fields import ComputedText, PlannedField
from tracker.enums import Standing
from tracker.models import plain_names


class PersonNameSerializer(FactSerializer):
    """One spelling of the name."""

    class Meta:
        model = PersonName
        fields = ("spelling", "script", *FACT_FIELDS)


class AffiliationSerializer(FactSerializer):
    """A role a source says the person held, where and when."""

    class Meta:
        model = Affiliation
        fields = ("title", "organisation", "held_from", "held_until", "stated_on", *FACT_FIELDS)


class ChargeInBriefSerializer(ChargeOfParticipantSerializer):
    """A charge in brief. See its own record for details."""

    class Meta(ChargeOfParticipantSerializer.Meta):
        fields = (*RECORD_FIELDS, "provision", "status", "provenance", "standing")


class InvolvementSerializer(PublicSerializer):
    """The person in one case, in one role."""

    charges = ChargeInBriefSerializer(many=True)
    as_of = AsOfValue("case.coverage")

    class Meta:
        model = Participation
        order = ("case__code", "role")
        fields = ("case", "role", "as_of", "charges", "standing", "standing_reason")


@extend_schema_field(DaysInCustodySerializer)
class TotalDaysInCustodyValue(PlannedField, serializers.Field):
    """Days of all detentions in all cases: overlaps count once, rejected claims not at all."""

    def bind_columns(self, row_ref):
        participation, participations = row_ref.several(
            "participations", InvolvementSerializer.Meta
        )
        detention, detentions = participation.several("detentions")
        make_detention = detention.record(DaysInCustodyValue.needs)
        standing = detention.column("standing")

        def render(row, fetched):
            return days_as_json(
                [
                    make_detention(spell)
                    for own in participations(row, fetched)
                    for spell in detentions(own, fetched)
                    if spell[standing] != Standing.REJECTED
                ]
            )

        return render


class LabelValue(ComputedText):
    """The text of the record in the interface."""

    def to_representation(self, record):
        return str(record)


class PersonSerializer(RecordSerializer):
    """A person, with as much of the name as can be shown."""

    label = LabelValue(
        source="*", needs=Person.label_fields, help_text="The name, or a note that it is withheld."
    )
    names = PersonNameSerializer(many=True, help_text="Every spelling that may be shown.")
    affiliations = AffiliationSerializer(many=True)
    as_of = AsOfValue(help_text="Date of the latest source of the person's cases, or null.")
    participations = InvolvementSerializer(many=True)
    days_detained = TotalDaysInCustodyValue(
        source="*", allow_null=True, help_text="Null if no period in custody is recorded."
    )

    class Meta:
        model = Person
        computed = {"as_of": lambda people: people.annotate(as_of=as_of_person())}
        extra = ("affiliations", "disagreements", "citations")
        fields = (
            *RECORD_FIELDS,
            "label",
            *plain_names(Person, "api"),
            "as_of",
            "names",
            "affiliations",
            "participations",
            "days_detained",
            "disagreements",
            "merged_into",
            "citations",
            "published_at",
        )
