"""The usage matrix: one question, one answer, the same numbers as the page."""

from rest_framework.response import Response

from cases.api.resources import RESOURCES
from cases.models import Charge
from cases.serializers import UsageSerializer
from cases.usage import UNIT_LISTS, Cell, Usage, UsageFilter, counted_once
from tracker.api.parameters import described_filters
from tracker.api.views import ApiView
from tracker.serializers import Links


class UsageMatrix(ApiView):
    """Which articles are used against whom: numbers, each with the list it counts."""

    serializer_class = UsageSerializer  # for the OpenAPI document

    def parameters(self):
        return list(described_filters(UsageFilter))

    def get(self, request):
        asked = UsageFilter(request.query_params, queryset=Charge.objects.all())
        asked.form_parameters = ()
        usage = counted_once(asked)
        return Response(UsageAnswer(usage, Links(request)).content)


class UsageAnswer:
    """The matrix as JSON."""

    def __init__(self, usage: Usage, links: Links):
        self.usage = usage
        plural = UNIT_LISTS[usage.unit]
        resource = next(each for each in RESOURCES if each.plural == plural)
        self.page_list = links.page_list(f"cases:{resource.singular}-list")
        self.api_list = links.api(resource.singular)

    @property
    def content(self) -> dict:
        usage = self.usage
        return {
            "unit": str(usage.unit),
            "basis": str(usage.basis),
            "date_basis": str(usage.asked.counted_date),
            "filters": {name: [*map(str, v)] for name, v in usage.asked.conditions.items()},
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

    def heading(self, heading) -> dict:
        return {"id": heading.id, "label": str(heading.label)}

    def cell(self, cell: Cell) -> dict:
        return {
            **({"row": cell.row.id} if cell.row else {}),
            **({"column": cell.column.id} if cell.column else {}),
            "value": cell.value,
            "unnamed": cell.unnamed,
            "url": f"{self.page_list}?{cell.address}",
            "api_url": f"{self.api_list}?{cell.address}",
        }
