"""Serializers of sources, organisations and figures."""

from rest_framework.serializers import CharField

from tracker.api.serializers.base import FACT_FIELDS, RECORD_FIELDS, RecordSerializer
from tracker.api.serializers.fields import ComputedBoolean, SpellingsValue
from tracker.models import Figure, Organisation, Source, plain_names


class SourceSerializer(RecordSerializer):
    """A document that says something."""

    document_url = CharField(
        source="url", allow_null=True, help_text="Where the document itself is."
    )
    was_read = ComputedBoolean(
        needs=("code", "known_from_id"),
        help_text="False where only the title is known, from another document.",
    )

    class Meta:
        model = Source
        extra = ("parts", "works_cited", "signatories", "citations")
        fields = (
            *RECORD_FIELDS,
            *plain_names(Source, "api"),
            "document_url",
            "archived_url",
            "part_of",
            "parts",
            "was_read",
            "known_from",
            "works_cited",
            "signatories",
            "note",
            "citations",
            "published_at",
        )


class OrganisationSerializer(RecordSerializer):
    """A body that acts, asks, judges or is acted upon."""

    names = SpellingsValue(help_text="Other spellings and short forms in the sources.")

    class Meta:
        model = Organisation
        extra = ("statements_signed", "citations")
        fields = (
            *RECORD_FIELDS,
            *plain_names(Organisation, "api"),
            "names",
            "abbreviation",
            "description",
            "statements_signed",
            "citations",
            "published_at",
        )


class FigureSerializer(RecordSerializer):
    """A number a source states. Not a count of ours."""

    class Meta:
        model = Figure
        fields = (*RECORD_FIELDS, *plain_names(Figure, "api"), *FACT_FIELDS, "published_at")
