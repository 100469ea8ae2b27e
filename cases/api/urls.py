"""Root URL configuration of the API; includes the URLs of all apps."""

from django.urls import include, path, re_path

from cases.api import RESOURCES, Codebook, Releases, UsageMatrix
from laws.api.urls import RESOURCES as LAW_RESOURCES
from tracker.api.changes import Changes
from tracker.api.openapi.pages import Docs, Guide
from tracker.api.urls import RESOURCES as CORE_RESOURCES
from tracker.api.views import Index, NotFoundView, OpenApiDocument

app_name = "api"
LISTS = [*RESOURCES, *LAW_RESOURCES, *CORE_RESOURCES, Releases]
urlpatterns = [
    path("", Index.as_view(resources=LISTS), name="index"),
    path("schema/", OpenApiDocument.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    path("guide/", Guide.as_view(), name="guide"),
    path("codebook/", Codebook.as_view(), name="codebook"),
    path("changes/", Changes.as_view(), name="changes"),
    path("usage/", UsageMatrix.as_view(), name="usage"),
    *(route for resource in [*RESOURCES, Releases] for route in resource.routes()),
    path("", include("laws.api.urls")),
    path("", include("tracker.api.urls")),
    # Any other path with a slash at its end; one without is redirected to it.
    re_path(r"^.*/$", NotFoundView.as_view()),
]
