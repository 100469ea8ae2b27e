"""Addresses that are one for both languages: health, feeds, map of the site, names of laws."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path, re_path

from cases import feeds, site
from cases.sitemaps import SITEMAPS
from laws.views import akoma_ntoso

app_name = "machines"
urlpatterns = [
    path("healthz", site.healthz, name="healthz"),
    path("readyz", site.readyz, name="readyz"),
    path("robots.txt", site.robots, name="robots"),
    path(
        "sitemap.xml",
        index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "machines:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("akn/<path:uri>", akoma_ntoso, name="akn"),
    re_path(
        r"^data/releases/(?P<slug>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[1-9][0-9]*)?)\.zip$",
        site.release,
        name="release",
    ),
    path("feed.atom", feeds.everything, name="feed"),
    path("laws/<slug:law>/feed.atom", feeds.law, name="law-feed"),
    path("laws/<slug:law>/<slug:number>/feed.atom", feeds.provision, name="provision-feed"),
    path("cases/feed.atom", feeds.cases, name="case-list-feed"),
    path("people/feed.atom", feeds.people, name="person-list-feed"),
    path("people/<code:code>/feed.atom", feeds.person, name="person-feed"),
    path("measures/feed.atom", feeds.measures, name="measure-list-feed"),
    path("recommendations/feed.atom", feeds.recommendations, name="recommendation-list-feed"),
]
