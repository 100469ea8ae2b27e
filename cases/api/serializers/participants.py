"""Serializers of participants: person, organisation or unnamed group."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.enums import Category, Gender, GroupQualifier
from cases.models import Detention, Participation, days_detained
from tracker.api.serializers.base import PublicSerializer
from tracker.api.serializers.fields import ComputedValue, PlannedField


class GroupSerializer(serializers.Serializer):
    """People whom no source names."""

    label = serializers.CharField(help_text="Who they are.")
    size = serializers.IntegerField(allow_null=True, help_text="Null where not stated.")
    qualifier = serializers.ChoiceField(GroupQualifier.choices, help_text="Precision of the size.")
    is_distinct = serializers.BooleanField(
        help_text="No member of the group is also recorded as a person."
    )


@extend_schema_field(GroupSerializer)
class UnnamedGroupValue(PlannedField, serializers.Field):
    """The group of a participation, or null."""

    def bind_columns(self, row_ref):
        names = ("group_label", "group_size", "group_qualifier", "group_is_distinct")
        label, size, qualifier, distinct = map(row_ref.column, names)

        def render(row, _fetched):
            if not row[label]:
                return None
            return {
                "label": row[label],
                "size": row[size],
                "qualifier": row[qualifier],
                "is_distinct": row[distinct],
            }

        return render


class PersonAttributeValue(PlannedField, serializers.ChoiceField):
    """The person's value, else the participation's if it has the column, else "unknown"."""

    def bind_columns(self, row_ref):
        of_person = row_ref.under("person").column(self.field_name)
        has_own = self.field_name in {field.name for field in row_ref.model._meta.local_fields}
        own = row_ref.column(self.field_name) if has_own else None
        return lambda row, _fetched: row[of_person] or ("unknown" if own is None else row[own])


PARTICIPANT_FIELDS = ("role", "person", "organisation", "group", "category", "gender")


class ParticipantSerializer(PublicSerializer):
    """Exactly one of a person, an organisation and an unnamed group, in one role."""

    group = UnnamedGroupValue(source="*", allow_null=True)
    category = PersonAttributeValue(Category.choices, source="*")
    gender = PersonAttributeValue(Gender.choices, source="*")

    class Meta:
        model = Participation
        fields = PARTICIPANT_FIELDS


class DaysInCustodySerializer(serializers.Serializer):
    """Days in custody. The minimum and maximum differ if a date is imprecise."""

    min = serializers.IntegerField(help_text="Minimum days in custody.")
    max = serializers.IntegerField(help_text="Maximum days in custody.")


@extend_schema_field(DaysInCustodySerializer)
class DaysInCustodyValue(ComputedValue, serializers.Field):
    """The least and the most days of one spell."""

    needs = ("started_on", "ended_on", "confirmed_on")

    def to_representation(self, detention):
        return days_as_json([detention])


def days_as_json(detentions: list[Detention]) -> dict | None:
    """The least and the most days of all detentions, overlaps counted once; null for none."""
    if not detentions:
        return None
    least, most = days_detained(detentions)
    return {"min": least, "max": most}
