"""Serializers of laws, provisions and recommendations."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from laws.models import (
    Ask,
    Breach,
    Content,
    Law,
    Penalty,
    Provision,
    Recommendation,
    Stage,
    Version,
)
from tracker.api.serializers.base import (
    FACT_FIELDS,
    RECORD_FIELDS,
    FactSerializer,
    PublicSerializer,
    RecordSerializer,
)
from tracker.api.serializers.fields import ComputedText, ListUrlValue, PlannedField, SpellingsValue
from tracker.models import plain_names
from tracker.partial_dates import PartialDate

AKN_URI_NEEDS = ("slug", "year", "kind", "jurisdiction")


class StageSerializer(FactSerializer):
    """One dated step in a law's life. Dates that differ stand side by side."""

    class Meta:
        model = Stage
        fields = ("kind", "happened_on", "description", *FACT_FIELDS)


class LawSerializer(RecordSerializer):
    """A legal instrument."""

    akn_uri = ComputedText(needs=AKN_URI_NEEDS, help_text="Akoma Ntoso work address.")
    names = SpellingsValue(help_text="Other titles in the sources.")
    stages = StageSerializer(many=True)
    provisions_url = ListUrlValue("provision", parameter="law", help_text="Its provisions.")

    class Meta:
        model = Law
        fields = (
            *RECORD_FIELDS,
            "code",
            "akn_uri",
            *plain_names(Law, "api"),
            "note",
            "issuers",
            "stages",
            "provisions_url",
            "citations",
            "published_at",
        )


class ContentSerializer(FactSerializer):
    """One statement of what a version says, in our words."""

    class Meta:
        model = Content
        fields = ("summary", "summary_km", *FACT_FIELDS)


class PenaltySerializer(FactSerializer):
    """What one source says is threatened. Prison terms in months."""

    in_words = ComputedText(
        needs=("is_life", *Penalty.terms, "other"), allow_null=True, help_text="The same in words."
    )

    class Meta:
        model = Penalty
        fields = (
            "in_words",
            *Penalty.terms,
            "stated_equivalent",
            "other",
            "applies_to",
            "condition",
            "note",
            *FACT_FIELDS,
        )


class VersionSerializer(PublicSerializer):
    """What the provision said during a range of days, or in one draft."""

    contents = ContentSerializer(many=True)
    penalties = PenaltySerializer(many=True, help_text="Claim by claim: sources may differ.")

    class Meta:
        model = Version
        fields = ("stage", "label", "starts_on", "ends_on", "contents", "penalties")


class BreachSerializer(FactSerializer):
    """A source's statement that the provision falls short of a standard."""

    class Meta:
        model = Breach
        fields = ("standard", "concern", *FACT_FIELDS)


class AskAboutProvisionSerializer(PublicSerializer):
    """What a recommendation asks about the provision."""

    class Meta:
        model = Ask
        fields = ("action", "recommendation")


class OnParameterValue(PlannedField, serializers.DateField):
    """The value of the parameter `on`."""

    def bind_columns(self, row_ref):
        return lambda _row, fetched: fetched.parameters.get("on")


@extend_schema_field(VersionSerializer(many=True))
class VersionsInForce(PlannedField, serializers.Field):
    """The versions that may have been in force on the day of the parameter `on`, or null."""

    def bind_columns(self, row_ref):
        version, rows_of = row_ref.several("versions", VersionSerializer.Meta)
        make_version = version.record(("stage", "starts_on", "ends_on"))
        render_rows = self.rows_renderer(version)

        def render(row, fetched):
            if (on := fetched.parameters.get("on")) is None:
                return None
            day = PartialDate.read(on)
            rows = [one for one in rows_of(row, fetched) if make_version(one).may_apply_on(day)]
            return render_rows(rows, fetched)

        return render

    def rows_renderer(self, version):
        render = VersionSerializer().row_renderer(version)
        return lambda rows, fetched: [render(row, fetched) for row in rows]


@extend_schema_field({"type": "boolean"})
class IsAmbiguousValue(VersionsInForce):
    """Whether there is more than one."""

    def rows_renderer(self, version):
        return lambda rows, _fetched: len(rows) > 1


class ProvisionSerializer(RecordSerializer):
    """One numbered part of a law, with all its versions."""

    akn_uri = ComputedText(
        needs=("slug", "unit", *(f"law.{name}" for name in AKN_URI_NEEDS)),
        help_text="Akoma Ntoso address.",
    )
    label = ComputedText(needs=Provision.label_fields, help_text="Unit and number, or the heading.")
    names = SpellingsValue(help_text="Other numbers and names in the sources.")
    versions = VersionSerializer(many=True)
    on = OnParameterValue(allow_null=True, help_text="The day asked about.")
    in_force = VersionsInForce(
        allow_null=True, help_text="The versions possibly in force on that day."
    )
    ambiguous = IsAmbiguousValue(
        allow_null=True, help_text="Whether more than one may have been in force."
    )
    breaches = BreachSerializer(many=True)
    asks = AskAboutProvisionSerializer(many=True)
    cases_url = ListUrlValue("case", parameter="provision", help_text="The cases under it.")

    class Meta:
        model = Provision
        extra = ("parts", "breaches", "asks", "citations")
        fields = (
            *RECORD_FIELDS,
            "akn_uri",
            "law",
            "unit",
            "number",
            "label",
            *plain_names(Provision, "api"),
            "names",
            "part_of",
            "parts",
            "note",
            "versions",
            "on",
            "in_force",
            "ambiguous",
            "breaches",
            "asks",
            "cases_url",
            "citations",
        )


class AskSerializer(PublicSerializer):
    """One thing that is asked, and the provision or the whole law it is about."""

    class Meta:
        model = Ask
        fields = ("action", "provision", "law")


class RecommendationSerializer(RecordSerializer):
    """One body asking one addressee for something."""

    asks = AskSerializer(many=True)

    class Meta:
        model = Recommendation
        fields = (
            *RECORD_FIELDS,
            *plain_names(Recommendation, "api"),
            "asks",
            "note",
            "citations",
            "published_at",
        )
