"""Laws, provisions with all they ever said, and who wants them changed, as JSON."""

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
from tracker.serializers import (
    FACT,
    RECORD,
    FactShape,
    ListAddress,
    RecordShape,
    Shape,
    Spellings,
    Text,
)


class StageSerializer(FactShape):
    """One dated step in a law's life. Dates that differ stand side by side."""

    class Meta:
        model = Stage
        fields = ("kind", "happened_on", "description", *FACT)


class LawSerializer(RecordShape):
    """A legal instrument."""

    akn_uri = Text(help_text="Akoma Ntoso work address.")
    names = Spellings(help_text="Other titles in the sources.")
    stages = StageSerializer(many=True)
    provisions_url = ListAddress("provision", parameter="law", help_text="Its provisions.")

    class Meta:
        model = Law
        fields = (
            *RECORD,
            "code",
            "akn_uri",
            "kind",
            "jurisdiction",
            "title",
            "title_km",
            "full_title",
            "names",
            "number",
            "year",
            "subject",
            "status",
            "note",
            "issuers",
            "stages",
            "provisions_url",
            "citations",
            "published_at",
        )


class ContentSerializer(FactShape):
    """One statement of what a version says, in our words."""

    class Meta:
        model = Content
        fields = ("summary", "summary_km", *FACT)


class PenaltySerializer(FactShape):
    """What one source says is threatened. Prison terms in months."""

    in_words = Text(allow_null=True, help_text="The same in words.")

    class Meta:
        model = Penalty
        fields = (
            "in_words",
            "prison_months_min",
            "prison_months_max",
            "is_life",
            "connector",
            "fine_min",
            "fine_max",
            "currency",
            "stated_equivalent",
            "other",
            "applies_to",
            "condition",
            "note",
            *FACT,
        )


class VersionSerializer(Shape):
    """What the provision said during a range of days, or in one draft."""

    contents = ContentSerializer(many=True)
    penalties = PenaltySerializer(many=True, help_text="Claim by claim: sources may differ.")

    class Meta:
        model = Version
        fields = ("stage", "label", "starts_on", "ends_on", "contents", "penalties")


class BreachSerializer(FactShape):
    """A source's statement that the provision falls short of a standard."""

    class Meta:
        model = Breach
        fields = ("standard", "concern", *FACT)


class AskAboutProvisionSerializer(Shape):
    """What a recommendation asks about the provision."""

    class Meta:
        model = Ask
        fields = ("action", "recommendation")


class ProvisionSerializer(RecordShape):
    """One numbered part of a law, with all its versions."""

    akn_uri = Text(help_text="Akoma Ntoso address.")
    label = Text(help_text="Unit and number, or the heading.")
    names = Spellings(help_text="Other numbers and names in the sources.")
    versions = VersionSerializer(many=True)
    on = serializers.DateField(allow_null=True, help_text="The day asked about.")
    in_force = VersionSerializer(
        many=True, allow_null=True, help_text="The versions possibly in force on that day."
    )
    ambiguous = serializers.BooleanField(
        allow_null=True, help_text="Whether more than one may have been in force."
    )
    breaches = BreachSerializer(many=True)
    asks = AskAboutProvisionSerializer(many=True)
    cases_url = ListAddress("case", parameter="provision", help_text="The cases under it.")

    class Meta:
        model = Provision
        fields = (
            *RECORD,
            "akn_uri",
            "law",
            "unit",
            "number",
            "label",
            "kind",
            "heading",
            "heading_km",
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


class AskSerializer(Shape):
    """One thing that is asked, and the provision or the whole law it is about."""

    class Meta:
        model = Ask
        fields = ("action", "provision", "law")


class RecommendationSerializer(RecordShape):
    """One body asking one addressee for something."""

    asks = AskSerializer(many=True)

    class Meta:
        model = Recommendation
        fields = (
            *RECORD,
            "summary",
            "summary_km",
            "issuer",
            "issuers",
            "addressee",
            "addressee_kind",
            "is_addressee_inferred",
            "issued_on",
            "is_restatement",
            "asks",
            "note",
            "citations",
            "published_at",
        )
