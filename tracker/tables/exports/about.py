"""Description of an exported file: contents, filters, date, licence."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from tracker.partial_dates import PartialDate
from tracker.tables.exports.cells import APOSTROPHE_RULE
from tracker.tables.exports.columns import ExportField


@dataclass(frozen=True)
class ExportDescription:
    """Description of one file.

    `filters` are as text and `query` has them as parameters, those by default included;
    `address` returns the same rows.
    """

    name: str
    title: str
    unit: str
    one_row: str
    fields: list[ExportField]
    filters: list[tuple[str, str]]
    query: str
    address: str
    described_at: str
    version: str  # of the data
    key: str | None = "id"
    as_of: PartialDate | None = None  # of the latest source behind the rows
    read_on: date = field(default_factory=lambda: timezone.now().date())
    licence: str = field(default_factory=lambda: settings.DATA_LICENCE)

    def file_name(self, extension: str) -> str:
        """Table name and data version; without the filters, which may hold a person's name."""
        return f"{self.name}-{self.version}.{extension}"

    def headers(self) -> dict[str, str]:
        """Response headers, for formats that cannot hold a description themselves."""
        links = [f'<{self.described_at}>; rel="describedby"; type="application/csvm+json"']
        if self.licence:
            links.append(f'<{self.licence}>; rel="license"')
        return {
            "Link": ", ".join(links),
            "Data-Unit": self.unit,
            "Data-Filters": self.query,
            **({"Data-As-Of": self.as_of.edtf} if self.as_of else {}),
            "Data-Version": self.version,
            "Data-Read-On": self.read_on.isoformat(),
        }

    def rows(self, count: int) -> list[tuple[str, ...]]:
        """Rows of the second sheet of a workbook."""
        return [
            (_("What"), self.title),
            (_("Unit"), self.unit),
            (_("One row is one"), self.one_row),
            (pgettext("count", "Rows"), str(count)),
            *((_("Only"), f"{label}: {value}") for label, value in self.filters),
            *([(_("As of"), self.as_of.edtf)] if self.as_of else []),
            (_("Data version"), self.version),
            (_("Read on"), self.read_on.isoformat()),
            (_("Licence"), self.licence or _("not stated")),
            (_("Address"), self.address),
            (_("Protected"), _(APOSTROPHE_RULE)),
            (_("Columns"),),
            *((column.name, column.label) for column in self.fields),
        ]

    def csvw(self, count: int) -> dict:
        """CSV on the Web description (W3C, Metadata Vocabulary for Tabular Data, 2015)."""
        licence = {"dc:license": {"@id": self.licence}} if self.licence else {}
        key = {"primaryKey": self.key} if self.key else {}
        return {
            "@context": "http://www.w3.org/ns/csvw",
            "url": self.address,
            "dc:title": self.title,
            "dc:issued": self.read_on.isoformat(),
            **licence,
            "notes": [
                {
                    "unit": self.unit,
                    "rows": count,
                    "filters": [f"{label}: {value}" for label, value in self.filters],
                    "query": self.query,
                    "as_of": self.as_of and self.as_of.edtf,
                    "data_version": self.version,
                    "protected": APOSTROPHE_RULE,
                }
            ],
            "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
            "tableSchema": {
                "columns": [
                    {"name": f.name, "titles": [f.name, f.label], "datatype": f.datatype}
                    for f in self.fields
                ],
                **key,
            },
        }
