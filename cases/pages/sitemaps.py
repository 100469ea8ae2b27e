"""XML sitemaps of public pages."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from cases.models import Case, Disagreement, Measure, Person
from laws.models import Law, Provision, Recommendation
from tracker.models import Organisation, Source

STATIC_PAGES = {
    "cases": "home usage about method codebook data changes case-list person-list measure-list "
    "disagreement-list charge-list prosecution-list",
    "laws": "law-list recommendation-list",
    "tracker": "source-list organisation-list figure-list",
}


class StaticPageSitemap(Sitemap):
    """Pages that do not belong to a record."""

    def items(self):
        return [f"{app}:{name}" for app, names in STATIC_PAGES.items() for name in names.split()]

    def location(self, name):
        return reverse(name)


class RecordSitemap(Sitemap):
    """Every record of one kind, ordered by code, which reveals nothing about the record."""

    limit = 10_000

    def __init__(self, rows, *order):
        self.rows, self.order = rows, order or ["code"]

    def items(self):
        return self.rows.order_by(*self.order)

    def lastmod(self, record):
        """When the record, or the law of a provision, was published."""
        return getattr(record, "law", record).published_at


SITEMAPS = {
    "pages": StaticPageSitemap(),
    "laws": RecordSitemap(Law.objects.all()),
    "provisions": RecordSitemap(Provision.objects.select_related("law"), "law__slug", "slug"),
    "recommendations": RecordSitemap(Recommendation.objects.all()),
    "cases": RecordSitemap(Case.objects.filter(merged_into=None)),
    "people": RecordSitemap(Person.objects.filter(merged_into=None)),
    "measures": RecordSitemap(Measure.objects.all()),
    "disagreements": RecordSitemap(Disagreement.objects.all()),
    "organisations": RecordSitemap(Organisation.objects.all()),
    "sources": RecordSitemap(Source.objects.all()),
}
