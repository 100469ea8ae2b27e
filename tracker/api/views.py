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

from tracker.api.openapi.schema import document
from tracker.api.pagination import CursorPage, CursorPages, PageForm
from tracker.api.parameters import described_filters, described_form, require_all_valid
from tracker.api.serializers.base import plan_for
from tracker.api.serializers.links import Links
from tracker.api.serializers.sparse_fieldsets import add_selection, selected
from tracker.codes import ALPHABET, LENGTH
from tracker.tables.exports import ExportTable
from tracker.tables.exports.responses import (
    CSVW,
    CSVW_TYPE,
    JSON,
    MEDIA_TYPES,
    PARAMETER,
    FormatForm,
    about_table,
    file_answer,
    format_asked,
    require_whole,
)
from tracker.web.http_cache.middleware import without_body
from tracker.web.lists.filters import require_valid

LANGUAGE = "en"
METHODS = "GET, HEAD, OPTIONS"
# Of every answer.
HEADERS = {
    "Allow": METHODS,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Content-Language": LANGUAGE,
}


class PublicApiMixin:
    """Open to everybody and every site, the same for all: in one language, without a cookie."""

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
        return dict(HEADERS)

    def options(self, request, *args, **kwargs):
        return Response(status=status.HTTP_204_NO_CONTENT)

    def problems(self) -> tuple[int, ...]:
        """The statuses of what can go wrong, for the OpenAPI document."""
        return (400, 405, 406)

    def parameters(self) -> list[OpenApiParameter]:
        """What can be asked, for the OpenAPI document."""
        return []

    def media_types(self) -> dict[str, str]:
        """What it answers besides JSON, in words, for the OpenAPI document."""
        return {}


class ApiView(PublicApiMixin, APIView):
    """A view that is no resource."""


class NotFoundView(ApiView):
    """Any address of the API that is none."""

    schema = None

    def get(self, request, **_address):
        raise Http404


class Index(ApiView):
    """What there is."""

    schema = None
    resources: list = []

    def get(self, request):
        require_valid(request.query_params, forms.Form(), alone=True)
        links = Links(request)
        return Response(
            {
                "resources": {one.plural: links.api(one.singular) for one in self.resources},
                "usage": links.base + reverse("api:usage"),
                "codebook": links.base + reverse("api:codebook"),
                "changes": links.base + reverse("api:changes"),
                "schema": links.base + reverse("api:schema"),
                "docs": links.base + reverse("api:docs"),
                "guide": links.base + reverse("api:guide"),
            }
        )


class OpenApiDocument(ApiView):
    """The OpenAPI document of this API."""

    schema = None

    def get(self, request):
        require_valid(request.query_params, forms.Form(), alone=True)
        return Response(document())


class Resource(PublicApiMixin, ReadOnlyModelViewSet):
    """A list that can be filtered, page by page, and each of its records.

    The order is that of `key`, which is unique and never a database id.
    """

    singular: str  # in names of routes (`case-list`)
    plural: str  # in addresses
    filterset_class: type
    table: ExportTable  # its columns as a file
    key = ("code",)
    address = rf"(?P<code>[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}})"
    # Parts of the address that are no fields of the model.
    address_parameters: tuple[OpenApiParameter, ...] = ()
    pagination_class = CursorPages
    page_form_class = PageForm
    record_form_class = forms.Form

    def list(self, request):
        """The parameters of the filter and of the page, all checked before anything is read."""
        data = request.query_params
        form = self.list_form(data)
        if (kind := format_asked(data)) != JSON:
            return self.file(request, form, kind)
        asked = self.filterset_class(data, queryset=self.get_queryset(), only_asked=True)
        asked.form_parameters = tuple(form.fields)
        require_all_valid(asked.require_valid, lambda: require_valid(data, form))
        page = CursorPage.of(
            asked.answer,
            resource=self.plural,
            key=self.key,
            size=form.size,
            cursor=form.cleaned_data["cursor"],
        )
        return page.answer(request, self.told(page.ids, form))

    def file(self, request, form, kind: str):
        """The whole list as a file; see tracker.tables.exports."""
        data, links = request.query_params, Links(request)
        asked = self.filterset_class(data, queryset=self.table.rows(), only_asked=True)
        asked.form_parameters = tuple(form.fields)
        require_all_valid(
            asked.require_valid,
            lambda: require_whole(data, form.fields.keys() - {PARAMETER}),
            lambda: require_valid(data, FormatForm(data)),
        )
        rows, about = asked.answer, about_table(request, self.table, asked)
        if kind == CSVW:
            return Response(about.csvw(rows.order_by().count()), content_type=CSVW_TYPE)
        return file_answer(request, about, kind, self.table.opened(rows, links.base))

    def retrieve(self, request, **address):
        form = self.record_form(request.query_params)
        require_valid(request.query_params, form, alone=True)
        ids = self.get_queryset().order_by().values_list("pk", flat=True)
        found = self.told([get_object_or_404(ids, **self.lookup(**address))], form)
        if not found:
            raise Http404
        return Response(found[0])

    def told(self, ids: Sequence[int], form) -> Sequence[dict]:
        """The records with what the form asks for."""
        shape = self.serializer_class
        plan = plan_for(shape, **selected(form, shape, of_list=self.action == "list"))
        return plan.render(ids, Links(self.request), self.asked(form))

    def list_form(self, data=None) -> PageForm:
        form = self.page_form_class(data, resource=self.plural, key=self.key)
        add_selection(form, self.serializer_class, of_list=True)
        return form

    def record_form(self, data=None) -> forms.Form:
        form = self.record_form_class(data)
        add_selection(form, self.serializer_class, of_list=False)
        return form

    def lookup(self, **address) -> dict[str, str]:
        """The condition for the record at an address."""
        return address

    def asked(self, form) -> dict:
        """What records depend on besides the data, such as a day."""
        return {}

    def problems(self):
        return (400, 405, 406) if self.action == "list" else (400, 404, 405, 406, 410)

    def media_types(self):
        return MEDIA_TYPES if self.action == "list" else {}

    def parameters(self):
        if self.action != "list":
            return [*self.address_parameters, *described_form(self.record_form())]
        return [*described_filters(self.filterset_class), *described_form(self.list_form())]

    @classmethod
    def routes(cls) -> list:
        listed, record = cls.as_view({"get": "list"}), cls.as_view({"get": "retrieve"})
        return [
            path(f"{cls.plural}/", listed, name=f"{cls.singular}-list"),
            re_path(rf"^{cls.plural}/{cls.address}/$", record, name=f"{cls.singular}-detail"),
        ]
