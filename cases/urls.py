"""Pages of cases and people, and those that need everything."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from cases import feeds, site, views
from cases.sitemaps import SITEMAPS

app_name = "cases"
urlpatterns = [
    path("healthz", site.healthz, name="healthz"),
    path("readyz", site.readyz, name="readyz"),
    path("", site.home, name="home"),
    path("usage/", site.usage, name="usage"),
    path("about/", site.about, name="about"),
    path("data/", site.data, name="data"),
    path("method/", site.method, name="method"),
    path("codebook/", site.codebook, name="codebook"),
    path("changes/", site.changes, name="changes"),
    path("robots.txt", site.robots, name="robots"),
    path(
        "sitemap.xml",
        index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "cases:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("feed.atom", feeds.everything, name="feed"),
    path("laws/<slug:law>/feed.atom", feeds.law, name="law-feed"),
    path("laws/<slug:law>/<slug:number>/feed.atom", feeds.provision, name="provision-feed"),
    path("cases/feed.atom", feeds.cases, name="case-list-feed"),
    path("people/feed.atom", feeds.people, name="person-list-feed"),
    path("people/<code:code>/feed.atom", feeds.person, name="person-feed"),
    path("measures/feed.atom", feeds.measures, name="measure-list-feed"),
    path("recommendations/feed.atom", feeds.recommendations, name="recommendation-list-feed"),
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
