"""XML sitemaps of public pages."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from cases.models import Case, Disagreement, Measure, Person
from laws.models import Law, Provision, Recommendation
from tracker.models import Organisation, Source

PAGES = (
    "home usage about method codebook data changes case-list person-list measure-list "
    "disagreement-list charge-list prosecution-list"
)


class Pages(Sitemap):
    """Pages that do not belong to a record."""

    def items(self):
        names = [f"cases:{name}" for name in PAGES.split()]
        lists = ["laws:law-list", "laws:recommendation-list"]
        core_lists = [f"tracker:{kind}-list" for kind in ("source", "organisation", "figure")]
        return [*names, *lists, *core_lists]

    def location(self, name):
        return reverse(name)


class Records(Sitemap):
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
    "pages": Pages(),
    "laws": Records(Law.objects.all()),
    "provisions": Records(Provision.objects.select_related("law"), "law__slug", "slug"),
    "recommendations": Records(Recommendation.objects.all()),
    "cases": Records(Case.objects.filter(merged_into=None)),
    "people": Records(Person.objects.filter(merged_into=None)),
    "measures": Records(Measure.objects.all()),
    "disagreements": Records(Disagreement.objects.all()),
    "organisations": Records(Organisation.objects.all()),
    "sources": Records(Source.objects.all()),
}
