"""Data of the downloads page."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from cases.models import Case, Release
from tracker.models import DataVersion

# The query string of each format, its name and its media type.
DOWNLOAD_FORMATS = (
    ("", "JSON", "application/json"),
    ("?format=csv", _("CSV"), "text/csv"),
    (
        "?format=xlsx",
        _("Excel"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("?format=ndjson", _("NDJSON"), "application/x-ndjson"),
)


MAX_RELEASES = 12


@dataclass(frozen=True)
class DownloadFile:
    label: str
    media_type: str
    address: str


@dataclass(frozen=True)
class DownloadList:
    """One list of the API, with its files."""

    plural: str
    label: str
    description: str
    model_name: str

    @property
    def download_files(self) -> list[DownloadFile]:
        address = f"/api/v1/{self.plural}/"
        return [DownloadFile(str(n), media, address + q) for q, n, media in DOWNLOAD_FORMATS]


class DataPage:
    """Data of the downloads page, from the list resources of the API."""

    address = property(lambda self: reverse("cases:data"))

    def __init__(self, resources):
        self.lists = [
            DownloadList(
                plural=resource.plural,
                label=gettext(capfirst(resource.plural)),
                description=(resource.__doc__ or "").partition("\n")[0],
                model_name=resource.serializer_class.Meta.model._meta.model_name,
            )
            for resource in resources
        ]

    @cached_property
    def version(self) -> str:
        return DataVersion.objects.token()

    @cached_property
    def releases(self) -> list[Release]:
        """The latest releases; the API lists all."""
        return list(Release.objects.order_by("-built_at")[:MAX_RELEASES])

    @cached_property
    def date(self):
        """The day on which a case was last published."""
        latest = Case.objects.aggregate(at=Max("published_at"))["at"]
        return latest and latest.date()
