"""Root URL configuration of site, API and admin; other apps appear as strings only."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "tracker.pages.views.bad_request"

urlpatterns = []

if not settings.PUBLIC_ONLY:
    urlpatterns += [path("admin/", include("tracker.staff.accounts.urls"))]
    urlpatterns += [path("admin/", admin.site.urls)]

urlpatterns += [
    path("api/v1/", include("cases.api.urls")),
    path("", include("cases.pages.urls_feeds")),
]

# A staff process has the pages too: the admin links to them, and they show only what is public.
# Each page stands at its address in English, and in Khmer below `/km/`.
urlpatterns += i18n_patterns(
    path("", include("cases.pages.urls")),
    path("", include("laws.pages.urls")),
    path("", include("tracker.pages.urls")),
    prefix_default_language=False,
)
