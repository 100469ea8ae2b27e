"""Facets and sort orders of the lists of laws and recommendations."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from laws.filters.record_filters import RecommendationFilter
from tracker.web.lists.facets import FacetQuery, Sort, facet_rows, rows_by_key


def provision_address(path: str) -> Concat:
    """SQL expression for the address of the provision at this lookup path."""
    parts = (f"{path}__law__slug", Value("/"), f"{path}__slug")
    return Concat(*parts, output_field=CharField())


def ask_facet(*paths) -> FacetQuery:
    """Facet over the asks: all parameters about an ask must match one and the same ask."""

    def query_facet(filters: RecommendationFilter):
        recommendations = filters.filter_queryset(filters.queryset.all()).order_by().values("pk")
        asks = filters.matching_asks().filter(recommendation__in=recommendations)
        return [rows_by_key(asks, path, row="recommendation") for path in paths]

    return query_facet


LAW_FACETS = {"kind": facet_rows("kind"), "jurisdiction": facet_rows("jurisdiction")}
LAW_SORTS = {
    "title": Sort(_("Title"), ("title", "slug")),
    "year": Sort(_("Latest year"), (F("year").desc(nulls_last=True), "title", "slug")),
    "articles": Sort(_("Most articles recorded"), ("-provision_count", "title", "slug")),
}
PROVISION_SORTS = {"law": Sort(_("Law"), ("law__title", "position", "law__slug", "slug"))}
RECOMMENDATION_FACETS = {
    # An ask about a law counts for each of its provisions.
    "provision": ask_facet(provision_address("provision"), provision_address("law__provisions")),
    "law": ask_facet("law__slug", "provision__law__slug"),
    "action": ask_facet("action"),
    "addressee": facet_rows("addressee_kind"),
    "body": facet_rows("issuers__code"),
    "restatement": facet_rows("is_restatement"),
}
RECOMMENDATION_SORTS = {
    "newest": Sort(_("Latest"), (F("issued_on").desc(nulls_last=True), "code")),
    "oldest": Sort(_("Earliest"), (F("issued_on").asc(nulls_last=True), "code")),
    "issuer": Sort(_("Who asks"), ("issuer", F("issued_on").desc(nulls_last=True), "code")),
}
