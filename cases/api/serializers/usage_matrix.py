"""Serializer of the usage matrix."""

from rest_framework import serializers

from cases.enums import Basis, DateBasis, Unit
from cases.filters import PROVENANCES, SCOPES
from tracker.api.serializers.fields import PartialDateValue


class HeadingSerializer(serializers.Serializer):
    """A row or column. Its id is the value to use in the filter of that name."""

    id = serializers.CharField()
    label = serializers.CharField()


class NumberSerializer(serializers.Serializer):
    """A number, and where to see what it counts."""

    value = serializers.IntegerField(
        help_text="The count, in the unit asked for. Equals the number of rows at `api_url`."
    )
    unnamed = serializers.IntegerField(
        help_text="Plus people in unnamed groups, by the sizes sources state. Never added."
    )
    unnamed_distinct = serializers.IntegerField(
        help_text="Of these, people in groups of which nobody is also recorded as a person. They "
        "cannot overlap with `value`; the others may."
    )
    groups_of_unknown_size = serializers.IntegerField(
        help_text="Unnamed groups of unknown size: they are in neither number."
    )
    as_of = PartialDateValue(
        allow_null=True, help_text="Date of the latest source of the cases counted."
    )
    url = serializers.URLField(help_text="The page listing what is counted.")
    api_url = serializers.URLField(help_text="The same list in the API.")


class RowTotalSerializer(NumberSerializer):
    """Total of one row. It is not the sum of the cells, because one person can be in several."""

    row = serializers.CharField()


class ColumnTotalSerializer(NumberSerializer):
    """Total of one column."""

    column = serializers.CharField()


class CellSerializer(NumberSerializer):
    """Count for one row and one column."""

    row = serializers.CharField()
    column = serializers.CharField()


class TotalsSerializer(serializers.Serializer):
    """Distinct counts for each row, each column and overall."""

    rows = RowTotalSerializer(many=True)
    columns = ColumnTotalSerializer(many=True)
    all = NumberSerializer()


class UsageSerializer(serializers.Serializer):
    """Which articles are used against whom."""

    unit = serializers.ChoiceField(Unit.choices, help_text="What is counted.")
    basis = serializers.ChoiceField(Basis.choices, help_text="The stage that is counted.")
    date_basis = serializers.ChoiceField(
        DateBasis.choices, help_text="Which date `year` and `date` use."
    )
    provenance = serializers.ListField(
        child=serializers.ChoiceField(PROVENANCES),
        help_text="How we know the charges counted.",
    )
    scope = serializers.ListField(
        child=serializers.ChoiceField(SCOPES),
        help_text="Scope of the cases counted.",
    )
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="All the filters behind the numbers, including defaults.",
    )
    as_of = PartialDateValue(
        allow_null=True, help_text="Date of the latest source behind the total."
    )
    few_sources_after = serializers.IntegerField(
        allow_null=True,
        help_text="The year after which fewer than one in ten of the sources were published, or "
        "null. A fall in later years may be one of sources, not of prosecutions.",
    )
    unattributed_verdicts = serializers.IntegerField(
        help_text="Verdicts on members of the unnamed groups charged that no source attributes to "
        "a person. They are in no number: a zero as tried or convicted does not exclude them.",
    )
    draft_laws = serializers.ListField(
        child=serializers.CharField(),
        help_text="The laws in the filters that are drafts: nobody can be charged under them.",
    )
    data_version = serializers.CharField(
        help_text="Changes exactly when something that can be counted changes."
    )
    rows = HeadingSerializer(many=True)
    columns = HeadingSerializer(many=True)
    cells = CellSerializer(many=True, help_text="Row by row; zeros included.")
    totals = TotalsSerializer()
