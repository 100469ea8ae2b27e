"""Releases as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Release
from tracker.serializers import RECORD, Linking, RecordShape


@extend_schema_field({"type": "string", "format": "uri"})
class DownloadAddress(Linking):
    """Where the file is."""

    def to_representation(self, release):
        return self.links.base + release.download_address


class ReleaseSerializer(RecordShape):
    """The whole public record of one day as a data package: a zip that describes itself."""

    purged_on = serializers.DateField(
        allow_null=True,
        help_text="The day on which rows that are no longer public were last taken out of it.",
    )
    download_url = DownloadAddress(source="*", help_text="Where the file is.")

    class Meta:
        model = Release
        fields = (
            *RECORD,
            "built_at",
            "data_version",
            "rows",
            "bytes",
            "sha256",
            "added",
            "changed",
            "removed",
            "purged_on",
            "download_url",
        )
