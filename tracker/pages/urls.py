"""URLs of the public pages of this app."""

from django.urls import path

from tracker.pages import error_reports, views

app_name = "tracker"
urlpatterns = [
    path("sources/", views.source_list, name="source-list"),
    path("sources/<code:code>/", views.source_detail, name="source-detail"),
    path("sources/<code:code>/copy/", views.source_copy, name="source-copy"),
    path("organisations/", views.organisation_list, name="organisation-list"),
    path("organisations/<code:code>/", views.organisation_detail, name="organisation-detail"),
    path("figures/", views.figure_list, name="figure-list"),
    path("report/", error_reports.error_report, name="report"),
    path("report/received/", error_reports.report_received, name="report-received"),
]
