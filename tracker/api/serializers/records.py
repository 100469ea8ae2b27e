"""Serializers of sources, organisations and figures."""

from rest_framework.serializers import CharField

from tracker.api.serializers.base import FACT_FIELDS, RECORD_FIELDS, RecordSerializer
from tracker.api.serializers.fields import ComputedBoolean, SpellingsValue
from tracker.models import Figure, Organisation, Source, plain_names


class SourceSerializer(RecordSerializer):
    """A document we cite."""

    document_url = CharField(
        source="url", allow_null=True, help_text="Web address of the document."
    )
    was_read = ComputedBoolean(
        needs=("code", "known_from_id"),
        help_text="False if we know only its title, from another document.",
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
    """An organisation involved in a case, measure or recommendation."""

    names = SpellingsValue(help_text="Other spellings and short forms used in sources.")

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
    """A number published by a source. It is not one of our counts."""

    class Meta:
        model = Figure
        fields = (*RECORD_FIELDS, *plain_names(Figure, "api"), *FACT_FIELDS, "published_at")
