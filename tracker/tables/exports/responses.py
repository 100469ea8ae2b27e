"""Content negotiation of list formats, and the streaming response of an exported list."""

from collections.abc import Callable, Iterable, Iterator

from django import forms
from django.http import QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation

from tracker.models import DataVersion
from tracker.partial_dates import PartialDate
from tracker.tables.exports.about import ExportDescription
from tracker.tables.exports.export_table import Chunk, ExportTable
from tracker.tables.exports.writers import CsvWriter, FileWriter, NdjsonWriter
from tracker.tables.exports.xlsx_writer import XlsxWriter
from tracker.web.lists.filter_forms import active_filters, default_filters
from tracker.web.lists.filters import BadParameters, ParameterError, StrictFilterSet

WRITERS = {writer.extension: writer for writer in (CsvWriter, NdjsonWriter, XlsxWriter)}
FORMAT_PARAMETER = "format"
JSON, CSVW = "json", "csvw"
CSVW_TYPE = "application/csvm+json"
FORMATS = [
    (JSON, "this API, page by page"),
    ("csv", "the whole list as comma-separated values"),
    ("ndjson", "the whole list, one JSON object a line"),
    ("xlsx", "the whole list as a workbook"),
    (CSVW, "what the columns of the CSV mean (CSV on the Web)"),
]
EXPOSED_HEADERS = (
    "Content-Disposition, Link, Data-Unit, Data-Filters, Data-As-Of, Data-Version, Data-Read-On"
)
# Media types besides JSON, for the OpenAPI document.
MEDIA_TYPES = {
    **{writer.media_type.partition(";")[0]: "A file." for writer in WRITERS.values()},
    CSVW_TYPE: "What the CSV holds.",
}


class UnknownFormat(BadParameters):
    """The requested format does not exist. Becomes a 406 that lists the formats."""


class FormatForm(forms.Form):
    """The `format` parameter: pages of JSON, or a file of the whole list."""

    format = forms.ChoiceField(
        label="A page of JSON unless asked; a file holds the whole list",
        choices=FORMATS,
        required=False,
    )


class ParameterNegotiation(DefaultContentNegotiation):
    """Lets the `format` parameter override the Accept header, so that a plain link works."""

    def select_renderer(self, request, renderers, format_suffix=None):
        if request.query_params.get(FORMAT_PARAMETER):
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


def requested_format(data: QueryDict) -> str:
    """The requested format, default JSON. A repeated parameter is reported by the form."""
    requested = data.get(FORMAT_PARAMETER) or JSON
    allowed = tuple(name for name, _words in FORMATS)
    if requested not in allowed:
        message = _("There is no format “%(value)s” here.") % {"value": requested}
        raise UnknownFormat([ParameterError(FORMAT_PARAMETER, requested, message, allowed)])
    return requested


def refuse_paging_parameters(data: QueryDict, names: Iterable[str]) -> None:
    """Refuse paging parameters: a file holds the whole list. Raises BadParameters."""
    message = _("A file holds the whole list, as recorded: leave this out.")
    given = [name for name in names if name in data]
    if given:
        raise BadParameters([ParameterError(name, data.get(name), message) for name in given])


def file_response(
    request, about: ExportDescription, kind: str, chunks: Callable[[], Iterator[Chunk]]
) -> StreamingHttpResponse:
    """Streaming response of a file. Rows are read while it is sent; none for a HEAD request."""
    writer = WRITERS[kind](about)
    is_empty = request.method == "HEAD"
    return StreamingHttpResponse(
        () if is_empty else stream_file(writer, chunks),
        content_type=writer.media_type,
        headers=about.headers()
        | {
            "Content-Disposition": f'attachment; filename="{about.file_name(kind)}"',
            "Access-Control-Expose-Headers": EXPOSED_HEADERS,
        },
    )


def stream_file(writer: FileWriter, chunks: Callable[[], Iterator[Chunk]]) -> Iterator[bytes]:
    """Bytes of the file. On an error the end is never written and the connection is aborted."""
    count, pending = 0, writer.begin()
    for chunk in chunks():
        count += len(chunk[0])
        yield pending + writer.write(chunk)
        pending = b""
    yield pending + writer.end(count)


def describe_table_export(
    request, table: ExportTable, filterset: StrictFilterSet, as_of: PartialDate | None = None
) -> ExportDescription:
    return describe_export(
        request,
        filterset,
        name=table.name,
        title=str(table.title),
        unit=table.name,
        one_row=str(table.one_row),
        fields=table.fields(),
        as_of=as_of,
    )


def describe_export(request, filterset: StrictFilterSet, **more) -> ExportDescription:
    """Description of the file, with every filter in use as text in the active language."""
    given = query_of(filterset.active_parameters)
    return ExportDescription(
        filters=[
            *((active.label, active.value) for active in active_filters(filterset)),
            *(
                (default.label, _("%(value)s (default)") % {"value": default.value})
                for default in default_filters(filterset)
            ),
        ],
        version=DataVersion.objects.token(),
        query=query_of(filterset.conditions_in_use).urlencode(safe="/"),
        address=format_url(request, given, "csv"),
        described_at=format_url(request, given, CSVW),
        **more,
    )


def query_of(parameters: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for parameter, values in sorted(parameters.items()):
        query.setlist(parameter, values)
    return query


def format_url(request, query: QueryDict, kind: str) -> str:
    parameters = query.copy()
    parameters[FORMAT_PARAMETER] = kind
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode(safe='/')}")
