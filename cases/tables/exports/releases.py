"""Export columns of releases."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cases.models import Release
from tracker.tables.exports import Column, Joined, Moment, Number, Page, Table, Text


class Download(Column):
    """Where the file is."""

    datatype = "anyURI"

    def expression(self, model, site):
        return Joined(Value(f"{site}/data/releases/"), F("slug"), Value(".zip"))


RELEASES = Table(
    "releases",
    _("Releases"),
    _("release"),
    Release.objects.all,
    (
        Text("id", _("Name"), "slug"),
        Page("cases:data", code=None, anchor="slug"),
        Moment("built_at", _("Built")),
        Text("data_version", _("Data version")),
        Number("rows", _("Rows")),
        Number("bytes", _("Size in bytes")),
        Text("sha256", _("SHA-256 of the file")),
        Number("added", _("Rows new since the release before")),
        Number("changed", _("Rows changed since then")),
        Number("removed", _("Rows gone since then")),
        Text("purged_on", _("Last purged"), Cast("purged_on", TextField())),
        Download("download_url", _("Download")),
    ),
    key=("slug",),
)
