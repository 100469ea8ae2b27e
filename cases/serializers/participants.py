"""Who takes part in a case: a person, an organisation, or an unnamed group."""

from collections.abc import Iterable

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.enums import Category, Gender, GroupQualifier
from cases.models import Detention, Participation, days_detained
from tracker.enums import Standing
from tracker.serializers import Choice, Shape, Text


class GroupSerializer(serializers.Serializer):
    """People no source names."""

    label = serializers.CharField(help_text="Who they are.")
    size = serializers.IntegerField(allow_null=True, help_text="Null where not stated.")
    qualifier = serializers.ChoiceField(GroupQualifier.choices, help_text="How exact the size is.")


@extend_schema_field(GroupSerializer)
class Group(serializers.Field):
    """The group of a participation, or null."""

    def to_representation(self, participation):
        if not participation.group_label:
            return None
        return {
            "label": participation.group_label,
            "size": participation.group_size,
            "qualifier": participation.group_qualifier,
        }


class OfThePerson(Choice):
    """What stands with the person, else with the participation, else is unknown."""

    def to_representation(self, participation):
        holder = participation.person or participation
        return getattr(holder, self.field_name, "unknown")


PARTICIPANT = ("role", "person", "organisation", "group", "category", "gender")


class ParticipantSerializer(Shape):
    """Exactly one of a person, an organisation and an unnamed group, in one role."""

    group = Group(source="*", allow_null=True)
    category = OfThePerson(Category.choices, source="*")
    gender = OfThePerson(Gender.choices, source="*")

    class Meta:
        model = Participation
        fields = PARTICIPANT


class DaysInCustodySerializer(serializers.Serializer):
    """Days in custody. They differ where a date is vague."""

    min = serializers.IntegerField(help_text="Days certainly in custody.")
    max = serializers.IntegerField(help_text="Days possibly in custody.")


@extend_schema_field(DaysInCustodySerializer)
class DaysInCustody(serializers.Field):
    """The least and the most days of one spell or of several, overlaps united; null for none."""

    def to_representation(self, spells: Detention | Iterable[Detention]):
        spells = [spells] if isinstance(spells, Detention) else list(spells)
        if not spells:
            return None
        least, most = days_detained(spells)
        return {"min": least, "max": most}


def spells_that_count(detentions: Iterable[Detention]) -> list[Detention]:
    """A rejected claim is shown, never counted."""
    return [spell for spell in detentions if spell.standing != Standing.REJECTED]


class Label(Text):
    """What the record is called in the interface."""

    def to_representation(self, record):
        return str(record)
