"""Serializers of laws, provisions and recommendations."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from laws.models import (
    Ask,
    Breach,
    Content,
    InForceRule,
    Law,
    Penalty,
    Provision,
    Recommendation,
    Stage,
    Version,
)
from laws.models.in_force import REASON_CODES
from tracker.api.serializers.base import (
    FACT_FIELDS,
    RECORD_FIELDS,
    FactSerializer,
    PublicSerializer,
    RecordSerializer,
)
from tracker.api.serializers.fields import ComputedText, ListUrlValue, PlannedField, SpellingsValue
from tracker.models import plain_names

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


class InForceReasonSerializer(serializers.Serializer):
    """Why it is not certain which version applies, or why none does."""

    code = serializers.ChoiceField(REASON_CODES)
    text = serializers.CharField(help_text="The same in words.")


def bind_in_force_rule(row_ref, provision: str = "", meta=None):
    """A row of the versions, and a function (row, fetched) -> the rule and the versions' rows.

    `provision` is the path from the row to the provision.
    """
    path = f"{provision}." if provision else ""
    version, rows_of = row_ref.several(f"{path}versions", meta)
    stage, stages_of = row_ref.several(f"{path}law.stages", StageSerializer.Meta)
    make_version = version.record(("stage", "starts_on", "ends_on"))
    make_stage = stage.record(("kind", "standing", "happened_on"))

    def make_rule(row, fetched):
        rows = rows_of(row, fetched)
        stages = map(make_stage, stages_of(row, fetched))
        return InForceRule(map(make_version, rows), stages), rows

    return version, make_rule


class InForceValue(PlannedField, serializers.Field):
    """Part of the answer which versions may apply on the day of the parameter `on`, or null."""

    def bind_columns(self, row_ref):
        version, make_rule = bind_in_force_rule(row_ref, meta=VersionSerializer.Meta)
        render_answer = self.answer_renderer(version)

        def render(row, fetched):
            if (on := fetched.parameters.get("on")) is None:
                return None
            rule, rows = make_rule(row, fetched)
            return render_answer(rule.on(on), rule, rows, fetched)

        return render


@extend_schema_field(VersionSerializer(many=True))
class VersionsInForce(InForceValue):
    """The versions that may have been in force on that day."""

    def answer_renderer(self, version):
        render = VersionSerializer().row_renderer(version)

        def render_versions(answer, rule, rows, fetched):
            chosen = {id(version) for version in answer.versions}
            pairs = zip(rule.versions, rows, strict=True)
            return [render(row, fetched) for one, row in pairs if id(one) in chosen]

        return render_versions


@extend_schema_field({"type": "boolean"})
class IsAmbiguousValue(InForceValue):
    """Whether another version, or none, may have been in force."""

    def answer_renderer(self, version):
        return lambda answer, *_rest: answer.is_ambiguous


@extend_schema_field(InForceReasonSerializer)
class InForceReasonValue(InForceValue):
    """Why it is ambiguous, or why no version was in force."""

    def answer_renderer(self, version):
        return lambda answer, *_rest: answer.reason and answer.reason.as_json()


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
        allow_null=True, help_text="Whether more than one, or perhaps none, was in force."
    )
    reason = InForceReasonValue(
        allow_null=True, help_text="Why it is ambiguous, or why none was in force."
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
            "reason",
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
