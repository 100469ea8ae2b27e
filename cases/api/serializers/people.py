"""Serializers of people with protected names withheld."""

from cases.api.serializers.case_page_links import CasePage
from cases.api.serializers.participants import DaysInCustodyValue, days_written
from cases.filters import OUTCOMES
from cases.models import Affiliation, Charge, Participation, Person, PersonName
from tracker.api.serializers import (
    FACT,
    RECORD,
    ChoiceValue,
    ComputedText,
    FactSerializer,
    PublicSerializer,
    RecordSerializer,
)
from tracker.enums import Standing


class PersonNameSerializer(FactSerializer):
    """One spelling of the name."""

    class Meta:
        model = PersonName
        extra = ("citations",)
        fields = ("spelling", "script", *FACT)


class AffiliationSerializer(FactSerializer):
    """What a source says the person was, where, at a time."""

    class Meta:
        model = Affiliation
        extra = ("citations",)
        fields = ("title", "organisation", "held_from", "held_until", "stated_on", *FACT)


class ChargeInBriefSerializer(RecordSerializer):
    """A charge; its own record tells the rest."""

    url = CasePage()
    status = ChoiceValue(OUTCOMES, help_text="What the latest event made of it. Computed.")

    class Meta:
        model = Charge
        computed = {"status": lambda charges: charges.with_status()}
        fields = (*RECORD, "provision", "status", "provenance", "standing")


class InvolvementSerializer(PublicSerializer):
    """The person in one case, in one role."""

    charges = ChargeInBriefSerializer(many=True)

    class Meta:
        model = Participation
        order = ("case__code", "role")
        fields = ("case", "role", "charges", "standing", "standing_reason")


class DaysOfThePerson(DaysInCustodyValue):
    """Of all spells in all cases: days that overlap count once, rejected claims not at all."""

    def bind_columns(self, place):
        part, all_parts = place.several("participations", InvolvementSerializer())
        spell, all_spells = part.several("detentions")
        made, standing = spell.record(self.needs), spell.column("standing")

        def told(row, found):
            spells = (one for part in all_parts(row, found) for one in all_spells(part, found))
            return days_written([made(one) for one in spells if one[standing] != Standing.REJECTED])

        return told


class Label(ComputedText):
    """What the record is called in the interface."""

    def written(self, record):
        return str(record)


class PersonSerializer(RecordSerializer):
    """A human being, by as much of the name as the display policy allows."""

    label = Label(
        source="*", needs=Person.label_fields, help_text="The name, or that it is withheld."
    )
    names = PersonNameSerializer(many=True, help_text="Every spelling that may be shown.")
    affiliations = AffiliationSerializer(many=True)
    participations = InvolvementSerializer(many=True)
    days_detained = DaysOfThePerson(
        source="*", allow_null=True, help_text="Null where no spell in custody is recorded."
    )

    class Meta:
        model = Person
        extra = ("affiliations", "disagreements", "citations")
        fields = (
            *RECORD,
            "label",
            "name",
            "name_km",
            "display_policy",
            "protection_reason",
            "is_minor",
            "category",
            "gender",
            "nationality",
            "names",
            "affiliations",
            "participations",
            "days_detained",
            "disagreements",
            "merged_into",
            "citations",
            "published_at",
        )
