"""People, as the public may know them."""

from cases.filters import OUTCOMES
from cases.models import Affiliation, Charge, Participation, Person, PersonName
from cases.serializers.participants import DaysInCustody, Label, spells_that_count
from tracker.serializers import FACT, RECORD, Choice, FactShape, RecordShape, Shape


class PersonNameSerializer(FactShape):
    """One spelling of the name."""

    class Meta:
        model = PersonName
        fields = ("spelling", "script", *FACT)


class AffiliationSerializer(FactShape):
    """What a source says the person was, where, at a time."""

    class Meta:
        model = Affiliation
        fields = ("title", "organisation", "held_from", "held_until", "stated_on", *FACT)


class ChargeInBriefSerializer(RecordShape):
    """A charge; its own record tells the rest."""

    status = Choice(OUTCOMES, help_text="What the latest event made of it. Computed.")

    class Meta:
        model = Charge
        fields = (*RECORD, "provision", "status", "provenance", "standing")


class InvolvementSerializer(Shape):
    """The person in one case, in one role."""

    charges = ChargeInBriefSerializer(many=True)

    class Meta:
        model = Participation
        fields = ("case", "role", "charges", "standing", "standing_reason")


class DaysOfThePerson(DaysInCustody):
    """Of all spells in all cases: days that overlap count once."""

    def to_representation(self, person):
        spells = (spell for p in person.participations.all() for spell in p.detentions.all())
        return super().to_representation(spells_that_count(spells))


class PersonSerializer(RecordShape):
    """A human being, by as much of the name as the display policy allows."""

    label = Label(source="*", help_text="The name, or that it is withheld.")
    names = PersonNameSerializer(many=True, help_text="Every spelling that may be shown.")
    affiliations = AffiliationSerializer(many=True)
    participations = InvolvementSerializer(many=True)
    days_detained = DaysOfThePerson(
        source="*", allow_null=True, help_text="Null where no spell in custody is recorded."
    )

    class Meta:
        model = Person
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
