"""Pages of cases and people, and those that need everything."""

from django.urls import path

from cases import site, views

app_name = "cases"
urlpatterns = [
    path("", site.home, name="home"),
    path("usage/", site.usage, name="usage"),
    path("charts/", site.charts, name="charts"),
    path("charts/<slug:name>/", site.chart, name="chart"),
    path("charts/<slug:name>.svg", site.chart_svg, name="chart-svg"),
    path("charts/<slug:name>.csv", site.chart_csv, name="chart-csv"),
    path("search/", site.search, name="search"),
    path("search/suggest/", site.suggest, name="suggest"),
    path("about/", site.about, name="about"),
    path("data/", site.data, name="data"),
    path("method/", site.method, name="method"),
    path("codebook/", site.codebook, name="codebook"),
    path("changes/", site.changes, name="changes"),
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
