"""URLs without a language prefix: health, robots, sitemaps, feeds, Akoma Ntoso names."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path, re_path

from cases.pages import feeds, site_views
from cases.pages.sitemaps import SITEMAPS
from laws.pages.views import akoma_ntoso

app_name = "feeds"
urlpatterns = [
    path("healthz", site_views.healthz, name="healthz"),
    path("readyz", site_views.readyz, name="readyz"),
    path("robots.txt", site_views.robots, name="robots"),
    path(
        "sitemap.xml",
        index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "feeds:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("akn/<path:uri>", akoma_ntoso, name="akn"),
    re_path(
        r"^data/releases/(?P<slug>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[1-9][0-9]*)?)\.zip$",
        site_views.release,
        name="release",
    ),
    path("feed.atom", feeds.everything_feed, name="feed"),
    path("laws/<slug:law>/feed.atom", feeds.law_feed, name="law-feed"),
    path("laws/<slug:law>/<slug:number>/feed.atom", feeds.provision_feed, name="provision-feed"),
    path("cases/feed.atom", feeds.case_list_feed, name="case-list-feed"),
    path("people/feed.atom", feeds.person_list_feed, name="person-list-feed"),
    path("people/<code:code>/feed.atom", feeds.person_feed, name="person-feed"),
    path("measures/feed.atom", feeds.measure_list_feed, name="measure-list-feed"),
    path(
        "recommendations/feed.atom", feeds.recommendation_list_feed, name="recommendation-list-feed"
    ),
]
