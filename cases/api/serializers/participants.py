"""Serializers of participants: person, organisation or unnamed group."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.enums import Category, Gender, GroupQualifier
from cases.models import Detention, Participation, days_detained
from tracker.api.serializers import ChoiceValue, ComputedValue, PublicSerializer


class GroupSerializer(serializers.Serializer):
    """People no source names."""

    label = serializers.CharField(help_text="Who they are.")
    size = serializers.IntegerField(allow_null=True, help_text="Null where not stated.")
    qualifier = serializers.ChoiceField(GroupQualifier.choices, help_text="How exact the size is.")


@extend_schema_field(GroupSerializer)
class UnnamedGroupValue(serializers.Field):
    """The group of a participation, or null."""

    def bind_columns(self, place):
        label, size, qualifier = map(place.column, PARTS_OF_GROUP)

        def told(row, _found):
            if not row[label]:
                return None
            return {"label": row[label], "size": row[size], "qualifier": row[qualifier]}

        return told


PARTS_OF_GROUP = ("group_label", "group_size", "group_qualifier")


class OfThePerson(ChoiceValue):
    """What stands with the person, else with the participation, else is unknown."""

    def bind_columns(self, place):
        of_person = place.under("person").column(self.field_name)
        has_own = self.field_name in {field.name for field in place.model._meta.local_fields}
        own = place.column(self.field_name) if has_own else None
        return lambda row, _found: row[of_person] or ("unknown" if own is None else row[own])


PARTICIPANT = ("role", "person", "organisation", "group", "category", "gender")


class ParticipantSerializer(PublicSerializer):
    """Exactly one of a person, an organisation and an unnamed group, in one role."""

    group = UnnamedGroupValue(source="*", allow_null=True)
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
class DaysInCustodyValue(ComputedValue, serializers.Field):
    """The least and the most days of one spell."""

    needs = ("started_on", "ended_on", "confirmed_on")

    def written(self, spell):
        return days_written([spell])


def days_written(spells: list[Detention]) -> dict | None:
    """The least and the most days of all spells, overlaps united; null for none."""
    if not spells:
        return None
    least, most = days_detained(spells)
    return {"min": least, "max": most}
