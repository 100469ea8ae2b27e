"""The map of the site and of the API. Other storeys appear here as names only."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = []

if not settings.PUBLIC_ONLY:
    urlpatterns += [path("admin/", admin.site.urls)]

urlpatterns += [path("api/v1/", include("cases.urls_api"))]

# A staff process has the pages too: the admin links to them, and they show only what is public.
urlpatterns += [
    path("", include("cases.urls")),
    path("", include("laws.urls")),
    path("", include("tracker.urls_site")),
]
