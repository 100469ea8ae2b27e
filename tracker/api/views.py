"""Base API views: list and detail of one model."""

from collections.abc import Sequence

from django import forms
from django.http import Http404
from django.urls import path, re_path, reverse
from django.utils import translation
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from tracker.api.openapi.schema import openapi_document
from tracker.api.pagination import CursorPage, KeysetPagination, PageForm
from tracker.api.parameters import describe_filters, describe_form, require_all_valid
from tracker.api.serializers.base import plan_for
from tracker.api.serializers.links import Links
from tracker.api.serializers.sparse_fieldsets import add_selection, selection_arguments
from tracker.codes import ALPHABET, LENGTH
from tracker.partial_dates import PartialDate
from tracker.tables.exports.export_table import ExportTable
from tracker.tables.exports.responses import (
    CSVW,
    CSVW_TYPE,
    FORMAT_PARAMETER,
    JSON,
    MEDIA_TYPES,
    FormatForm,
    describe_table_export,
    file_response,
    refuse_paging_parameters,
    requested_format,
)
from tracker.web.http_cache.middleware import without_body
from tracker.web.lists.filters import StrictFilterSet, require_valid

LANGUAGE = "en"
ALLOWED_METHODS = "GET, HEAD, OPTIONS"
# The routes that are no resources.
DOCUMENTS = ("usage", "codebook", "changes", "schema", "docs", "guide")
# Of every response.
RESPONSE_HEADERS = {
    "Allow": ALLOWED_METHODS,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ALLOWED_METHODS,
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Content-Language": LANGUAGE,
}


class PublicApiMixin:
    """A view open to every client and every site (CORS): one language, no cookies."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        with translation.override(LANGUAGE):
            response = super().dispatch(request, *args, **kwargs)
            if response.streaming:
                return response
            response.render()
        return without_body(response) if request.method == "HEAD" else response

    @property
    def default_response_headers(self):
        return dict(RESPONSE_HEADERS)

    def options(self, request, *args, **kwargs):
        return Response(status=status.HTTP_204_NO_CONTENT)

    def problems(self) -> tuple[int, ...]:
        """The statuses of possible errors, for the OpenAPI document."""
        return (400, 405, 406)

    def parameters(self) -> list[OpenApiParameter]:
        """The query parameters, for the OpenAPI document."""
        return []

    def media_types(self) -> dict[str, str]:
        """The formats other than JSON, with descriptions, for the OpenAPI document."""
        return {}


class ApiView(PublicApiMixin, APIView):
    """A view of the API that is not a resource."""


class NotFoundView(ApiView):
    """404 for a path below the API that no view has."""

    schema = None

    def get(self, request, **_address):
        raise Http404


class ApiIndexView(ApiView):
    """The URLs of all resources and documents."""

    schema = None
    resources: list = []

    def get(self, request):
        require_valid(request.query_params, forms.Form(), reject_unknown=True)
        links = Links(request)
        return Response(
            {
                "resources": {
                    resource.plural: links.api(resource.singular) for resource in self.resources
                },
                **{name: links.base + reverse(f"api:{name}") for name in DOCUMENTS},
            }
        )


class OpenApiDocumentView(ApiView):
    """The OpenAPI document of this API."""

    schema = None

    def get(self, request):
        require_valid(request.query_params, forms.Form(), reject_unknown=True)
        return Response(openapi_document())


class Resource(PublicApiMixin, ReadOnlyModelViewSet):
    """A filtered, paginated list of one model, and its single records.

    Rows are ordered by `key`, which is unique and never a database id.
    """

    singular: str  # in URL names: `case-list`
    plural: str  # in paths: `/cases/`
    filterset_class: type
    table: ExportTable  # the columns of a file of the list
    key = ("code",)
    address = rf"(?P<code>[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}})"
    # Path parameters that drf-spectacular cannot derive from fields of the model.
    address_parameters: tuple[OpenApiParameter, ...] = ()
    pagination_class = KeysetPagination
    page_form_class = PageForm
    record_form_class = forms.Form

    def get_queryset(self):
        return self.serializer_class.Meta.model._default_manager.all()

    def list(self, request):
        """Validates the parameters of filter and page together before any query."""
        data = request.query_params
        form = self.list_form(data)
        if (kind := requested_format(data)) != JSON:
            return self.file_response(request, form, kind)
        filterset = self.filterset_class(data, queryset=self.get_queryset(), only_given=True)
        filterset.output_parameters = tuple(form.fields)
        require_all_valid(filterset.require_valid, lambda: require_valid(data, form))
        page = CursorPage(
            filterset.filtered_rows,
            resource=self.plural,
            key=self.key,
            size=form.size,
            cursor=form.cleaned_data["cursor"],
        )
        return page.response(request, filterset, self.render_records(page.ids, form))

    def file_response(self, request, form, kind: str):
        """The whole list as a file; see tracker.tables.exports."""
        data, links = request.query_params, Links(request)
        # With all filters: the description has the labels of those in use by default.
        filterset = self.filterset_class(data, queryset=self.table.rows())
        filterset.output_parameters = tuple(form.fields)
        require_all_valid(
            filterset.require_valid,
            lambda: refuse_paging_parameters(data, form.fields.keys() - {FORMAT_PARAMETER}),
            lambda: require_valid(data, FormatForm(data)),
        )
        rows, as_of = filterset.filtered_rows, self.latest_as_of(filterset)
        about = describe_table_export(request, self.table, filterset, as_of)
        if kind == CSVW:
            return Response(about.csvw(rows.order_by().count()), content_type=CSVW_TYPE)
        return file_response(request, about, kind, self.table.chunk_reader(rows, links.base))

    def latest_as_of(self, filterset: StrictFilterSet) -> PartialDate | None:
        """The date of the latest source behind the rows, where the rows have one."""
        return None

    def retrieve(self, request, **address):
        form = self.record_form(request.query_params)
        require_valid(request.query_params, form, reject_unknown=True)
        ids = self.get_queryset().order_by().values_list("pk", flat=True)
        records = self.render_records([get_object_or_404(ids, **self.lookup(**address))], form)
        if not records:
            raise Http404
        return Response(records[0])

    def render_records(self, ids: Sequence[int], form) -> Sequence[dict]:
        """The records with the fields that the form selects."""
        serializer = self.serializer_class
        selection = selection_arguments(form, serializer, of_list=self.action == "list")
        plan = plan_for(serializer, **selection)
        return plan.render(ids, Links(self.request), self.rendering_parameters(form))

    def list_form(self, data=None) -> PageForm:
        form = self.page_form_class(data, resource=self.plural, key=self.key)
        add_selection(form, self.serializer_class, of_list=True)
        return form

    def record_form(self, data=None) -> forms.Form:
        form = self.record_form_class(data)
        add_selection(form, self.serializer_class, of_list=False)
        return form

    def lookup(self, **address) -> dict[str, str]:
        """The queryset filter for the parts of a record's path."""
        return address

    def rendering_parameters(self, form) -> dict:
        """Parameters that the rendering of records depends on, such as a day."""
        return {}

    def problems(self):
        return (400, 405, 406) if self.action == "list" else (400, 404, 405, 406, 410)

    def media_types(self):
        return MEDIA_TYPES if self.action == "list" else {}

    def parameters(self):
        if self.action != "list":
            return [*self.address_parameters, *describe_form(self.record_form())]
        return [*describe_filters(self.filterset_class), *describe_form(self.list_form())]

    @classmethod
    def routes(cls) -> list:
        list_view = cls.as_view({"get": "list"})
        record_view = cls.as_view({"get": "retrieve"})
        return [
            path(f"{cls.plural}/", list_view, name=f"{cls.singular}-list"),
            re_path(rf"^{cls.plural}/{cls.address}/$", record_view, name=f"{cls.singular}-detail"),
        ]
