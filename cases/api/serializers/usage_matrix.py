"""Serializer of the usage matrix."""

from rest_framework import serializers

from cases.enums import Basis, DateBasis, Unit


class HeadingSerializer(serializers.Serializer):
    """A row or a column: its id is the value of the filter of that name."""

    id = serializers.CharField()
    label = serializers.CharField()


class NumberSerializer(serializers.Serializer):
    """A number, and where to see what it counts."""

    value = serializers.IntegerField(help_text="In the unit; equals the rows behind `api_url`.")
    unnamed = serializers.IntegerField(
        help_text="People in unnamed groups besides, by the sizes sources state. Never added."
    )
    groups_of_unknown_size = serializers.IntegerField(
        help_text="Unnamed groups of which no source states how many people they are: they are "
        "in neither number."
    )
    url = serializers.URLField(help_text="The page that lists what is counted.")
    api_url = serializers.URLField(help_text="The same list in this API.")


class RowTotalSerializer(NumberSerializer):
    """Of one row. Not the sum of its cells: a person may be in several."""

    row = serializers.CharField()


class ColumnTotalSerializer(NumberSerializer):
    """Of one column."""

    column = serializers.CharField()


class CellSerializer(NumberSerializer):
    """Of one row and one column."""

    row = serializers.CharField()
    column = serializers.CharField()


class TotalsSerializer(serializers.Serializer):
    """Distinct units of each row, each column, and all."""

    rows = RowTotalSerializer(many=True)
    columns = ColumnTotalSerializer(many=True)
    all = NumberSerializer()


class UsageSerializer(serializers.Serializer):
    """Which articles are used against whom."""

    unit = serializers.ChoiceField(Unit.choices, help_text="What is counted.")
    basis = serializers.ChoiceField(Basis.choices, help_text="At which point it is counted.")
    date_basis = serializers.ChoiceField(
        DateBasis.choices, help_text="Which day `year` and `date` are about."
    )
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="The conditions behind every number, those assumed included.",
    )
    draft_laws = serializers.ListField(
        child=serializers.CharField(),
        help_text="The laws in the filters that are drafts: nobody can be charged under them.",
    )
    data_version = serializers.CharField(
        help_text="Changes exactly when something that could be counted changes."
    )
    rows = HeadingSerializer(many=True)
    columns = HeadingSerializer(many=True)
    cells = CellSerializer(many=True, help_text="Row by row; zeros included.")
    totals = TotalsSerializer()
