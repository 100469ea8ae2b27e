"""Serializer of releases."""

from cases.models import Release
from tracker.api.serializers.base import RECORD_FIELDS, RecordSerializer
from tracker.api.serializers.fields import SelfValue


class DownloadUrlValue(SelfValue):
    """The URL of the file."""

    help = "Download address of the file."

    def bind_columns(self, row_ref):
        make_release = row_ref.record(row_ref.model.label_fields)
        return lambda row, fetched: fetched.links.base + make_release(row).download_address


class ReleaseSerializer(RecordSerializer):
    """A full copy of the public data on a given date, as a self-describing zip file."""

    download_url = DownloadUrlValue()

    class Meta:
        model = Release
        fields = (
            *RECORD_FIELDS,
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
