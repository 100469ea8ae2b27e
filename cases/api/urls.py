"""URL configuration of the API, with the resources of all apps."""

from django.urls import path, re_path

from cases.api.codebook import CodebookView
from cases.api.resources import RESOURCES, ReleaseResource
from cases.api.usage_matrix import UsageMatrixView
from laws.api.resources import RESOURCES as LAW_RESOURCES
from tracker.api.changes import ChangeFeedView
from tracker.api.openapi.pages import api_guide, api_reference
from tracker.api.resources import RESOURCES as CORE_RESOURCES
from tracker.api.views import ApiIndexView, NotFoundView, OpenApiDocumentView

app_name = "api"
ALL_RESOURCES = [*RESOURCES, *LAW_RESOURCES, *CORE_RESOURCES, ReleaseResource]
urlpatterns = [
    path("", ApiIndexView.as_view(resources=ALL_RESOURCES), name="index"),
    path("schema/", OpenApiDocumentView.as_view(), name="schema"),
    path("docs/", api_reference, name="docs"),
    path("guide/", api_guide, name="guide"),
    path("codebook/", CodebookView.as_view(), name="codebook"),
    path("changes/", ChangeFeedView.as_view(), name="changes"),
    path("usage/", UsageMatrixView.as_view(), name="usage"),
    *(route for resource in ALL_RESOURCES for route in resource.routes()),
    # Any other path with a slash at its end; one without is redirected to it.
    re_path(r"^.*/$", NotFoundView.as_view()),
]
