"""URLs of the public pages of this app."""

from django.urls import path

from cases.pages import site_views, views

app_name = "cases"
urlpatterns = [
    path("", site_views.home, name="home"),
    path("usage/", site_views.usage, name="usage"),
    path("charts/", site_views.charts, name="charts"),
    path("charts/<slug:name>/", site_views.chart, name="chart"),
    path("charts/<slug:name>.svg", site_views.chart_svg, name="chart-svg"),
    path("charts/<slug:name>.csv", site_views.chart_csv, name="chart-csv"),
    path("search/", site_views.search, name="search"),
    path("search/suggest/", site_views.suggest, name="suggest"),
    path("about/", site_views.about, name="about"),
    path("data/", site_views.data, name="data"),
    path("method/", site_views.method, name="method"),
    path("codebook/", site_views.codebook, name="codebook"),
    path("changes/", site_views.changes, name="changes"),
    path("cases/", views.case_list, name="case-list"),
    path("cases/<code:code>/", views.case_detail, name="case-detail"),
    path("people/", views.person_list, name="person-list"),
    path("people/<code:code>/", views.person_detail, name="person-detail"),
    path("charges/", views.charge_list, name="charge-list"),
    path("prosecutions/", views.prosecution_list, name="prosecution-list"),
    path("measures/", views.measure_list, name="measure-list"),
    path("measures/<code:code>/", views.measure_detail, name="measure-detail"),
    path("disagreements/", views.disagreement_list, name="disagreement-list"),
    path("disagreements/<code:code>/", views.disagreement_detail, name="disagreement-detail"),
]
