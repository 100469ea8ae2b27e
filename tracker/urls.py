"""The map of the site and of the API. Other storeys appear here as names only."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "tracker.views.not_understood"

urlpatterns = []

if not settings.PUBLIC_ONLY:
    urlpatterns += [path("admin/", include("tracker.accounts.urls"))]
    urlpatterns += [path("admin/", admin.site.urls)]

urlpatterns += [
    path("api/v1/", include("cases.urls_api")),
    path("", include("cases.urls_machines")),
]

# A staff process has the pages too: the admin links to them, and they show only what is public.
# Each page stands at its address in English, and in Khmer below `/km/`.
urlpatterns += i18n_patterns(
    path("", include("cases.urls")),
    path("", include("laws.urls")),
    path("", include("tracker.urls_site")),
    prefix_default_language=False,
)
