"""API view of the usage matrix."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from cases.api.resources import RESOURCES
from cases.api.serializers import UsageSerializer
from cases.models import Charge
from cases.statistics import Cell, Usage, UsageFilter
from cases.statistics.unnamed_groups import verdicts_beside_matrix
from cases.tables.exports.usage_matrix import build_usage_fields
from laws.filters.drafts import drafts_asked
from tracker.api.parameters import describe_filters, describe_form, require_all_valid
from tracker.api.serializers.links import Links
from tracker.api.views import ApiView
from tracker.partial_dates import PartialDate
from tracker.tables.exports.columns import LIST_SEPARATOR
from tracker.tables.exports.responses import (
    CSVW,
    CSVW_TYPE,
    FORMAT_PARAMETER,
    JSON,
    MEDIA_TYPES,
    FormatForm,
    describe_export,
    file_response,
    requested_format,
)
from tracker.web.lists.filters import require_valid


class UsageMatrixView(ApiView):
    """Which articles are used against whom: numbers, each with the list it counts."""

    serializer_class = UsageSerializer  # for the OpenAPI document

    def parameters(self):
        return [*describe_filters(UsageFilter), *describe_form(FormatForm())]

    def media_types(self):
        return MEDIA_TYPES

    def get(self, request):
        data = request.query_params
        kind = requested_format(data)
        # The description of a file has the labels of the filters in use by default.
        filterset = UsageFilter(data, queryset=Charge.objects.all(), only_given=kind == JSON)
        filterset.output_parameters = (FORMAT_PARAMETER,)
        require_all_valid(filterset.require_valid, lambda: require_valid(data, FormatForm(data)))
        matrix = UsageMatrixContent(Usage(filterset), Links(request))
        return (
            Response(matrix.content) if kind == JSON else self.file_response(request, matrix, kind)
        )

    def file_response(self, request, matrix: "UsageMatrixContent", kind: str):
        """The same cells as a file, one row each."""
        usage = matrix.usage
        description = describe_export(
            request,
            usage.filterset,
            name="usage",
            title=str(_("Which articles are used against whom")),
            unit=str(usage.unit),
            one_row=str(_("row and column of the matrix")),
            fields=build_usage_fields(),
            as_of=usage.total.as_of,
            key=None,
        )
        if kind == CSVW:
            count = len(usage.rows) * len(usage.columns)
            return Response(description.csvw(count), content_type=CSVW_TYPE)
        chunks = matrix.chunks() if request.method == "GET" else []
        return file_response(request, description, kind, lambda: chunks)


class UsageMatrixContent:
    """The matrix as the content of a JSON response or of a file."""

    def __init__(self, usage: Usage, links: Links):
        self.usage = usage
        conditions = usage.filterset.conditions.items()
        self.conditions = {name: [*map(str, values)] for name, values in conditions}
        resource = next(one for one in RESOURCES if one.plural == usage.unit)
        self.page_list = links.page_list(f"cases:{resource.singular}-list")
        self.api_list = links.api(resource.singular)

    @property
    def content(self) -> dict:
        usage = self.usage
        return {
            "unit": str(usage.unit),
            "basis": str(usage.basis),
            "date_basis": str(usage.filterset.counted_date),
            "provenance": self.conditions["provenance"],
            "scope": self.conditions["scope"],
            "filters": self.conditions,
            "unattributed_verdicts": len(verdicts_beside_matrix(usage.filterset)),
            "draft_laws": drafts_asked(usage.filterset),
            "as_of": as_json(usage.coverage.as_of),
            "few_sources_after": usage.coverage.few_sources_after,
            "data_version": usage.data_version,
            "rows": [self.heading(row) for row in usage.rows],
            "columns": [self.heading(column) for column in usage.columns],
            "cells": [self.cell(cell) for row in usage.cells for cell in row],
            "totals": {
                "rows": [self.cell(cell) for cell in usage.row_totals],
                "columns": [self.cell(cell) for cell in usage.column_totals],
                "all": self.cell(usage.total),
            },
        }

    def chunks(self) -> list[list[tuple]]:
        """The cells in long form, as columns of values: one chunk, as they are few."""
        usage = self.usage
        known = (LIST_SEPARATOR.join(self.conditions[name]) for name in ("provenance", "scope"))
        how = (str(usage.unit), str(usage.basis), str(usage.filterset.counted_date), *known)
        rows = [
            (c.row.id, c.row.label, c.column.id, c.column.label)
            + (c.value, c.unnamed_people, c.count.distinct_unnamed_people)
            + (c.groups_of_unknown_size, *partial_date_values(c.as_of), *how)
            + (f"{self.page_list}?{c.list_query}",)
            for cells in usage.cells
            for c in cells
        ]
        return [list(zip(*rows, strict=True))] if rows else []

    def heading(self, heading) -> dict:
        return {"id": heading.id, "label": str(heading.label)}

    def cell(self, cell: Cell) -> dict:
        return {
            **({"row": cell.row.id} if cell.row else {}),
            **({"column": cell.column.id} if cell.column else {}),
            "value": cell.value,
            "unnamed": cell.unnamed_people,
            "unnamed_distinct": cell.count.distinct_unnamed_people,
            "groups_of_unknown_size": cell.groups_of_unknown_size,
            "as_of": as_json(cell.as_of),
            "url": f"{self.page_list}?{cell.list_query}",
            "api_url": f"{self.api_list}?{cell.list_query}",
        }


def as_json(date: PartialDate | None) -> dict | None:
    return date and date.as_json()


def partial_date_values(date: PartialDate | None) -> tuple:
    """The three columns of a partial date."""
    return tuple(date.as_json().values()) if date else (None, None, None)
