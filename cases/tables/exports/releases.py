"""Export columns of releases."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from cases.models import Release
from tracker.tables.exports.columns import (
    DateTimeColumn,
    ExportColumn,
    IntegerColumn,
    NullableConcat,
    PageUrlColumn,
    TextColumn,
)
from tracker.tables.exports.export_table import ExportTable


class DownloadUrlColumn(ExportColumn):
    """Absolute URL of the zip file."""

    datatype = "anyURI"

    def expression(self, model, site):
        return NullableConcat(Value(f"{site}/data/releases/"), F("slug"), Value(".zip"))


RELEASES = ExportTable(
    "releases",
    _("Releases"),
    _("release"),
    Release.objects.all,
    (
        TextColumn("id", _("Name"), "slug"),
        PageUrlColumn("cases:data", code=None, anchor="slug"),
        DateTimeColumn("built_at", _("Built")),
        TextColumn("data_version", _("Data version")),
        IntegerColumn("rows", pgettext_lazy("count", "Rows")),
        IntegerColumn("bytes", _("Size in bytes")),
        TextColumn("sha256", _("SHA-256 of the file")),
        IntegerColumn("added", _("Rows new since the release before")),
        IntegerColumn("changed", _("Rows changed since then")),
        IntegerColumn("removed", _("Rows gone since then")),
        TextColumn("purged_on", _("Last purged"), Cast("purged_on", TextField())),
        DownloadUrlColumn("download_url", _("Download")),
    ),
    key=("slug",),
)
