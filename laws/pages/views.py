"""Views of laws, provisions and recommendations."""

from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext_lazy

from laws.filters.options import body_options, law_options, provision_options
from laws.filters.record_filters import LawFilter, ProvisionFilter, RecommendationFilter
from laws.models import Ask, Law, Provision, Recommendation
from laws.pages import facets
from laws.pages.json_ld import law_json_ld, provision_json_ld
from laws.pages.page_data import LawRecord, ProvisionRecord
from tracker.web.footnotes import Footnotes
from tracker.web.lists.list_view import list_page, public_page

law_list = list_page(
    "laws/law_list.html",
    LawFilter,
    Law.objects.annotate(provision_count=Count("provisions")),
    unit=ngettext_lazy("%(n)d law or other instrument", "%(n)d laws and other instruments", "n"),
    api="laws",
    facets=facets.LAW_FACETS,
    sorts=facets.LAW_SORTS,
    key=("slug",),
)


@public_page
def law_detail(request, slug):
    laws = Law.objects.prefetch_related("names", "issuers")
    record = LawRecord(get_object_or_404(laws, slug=slug))
    described = law_json_ld(record.law, record.stages, request.build_absolute_uri)
    context = {"law": record.law, "record": record, "footnotes": record.footnotes}
    return render(request, "laws/law_detail.html", context | {"described": described})


provision_list = list_page(
    "laws/provision_list.html",
    ProvisionFilter,
    Provision.objects.select_related("law"),
    unit=ngettext_lazy(
        "%(n)d article or other provision", "%(n)d articles and other provisions", "n"
    ),
    api="provisions",
    options={"law": law_options},
    sorts=facets.PROVISION_SORTS,
    key=("law__slug", "slug"),
)


@public_page
def provision_detail(request, law, number):
    provisions = Provision.objects.select_related("law", "part_of__law")
    provision = get_object_or_404(
        provisions.prefetch_related("names", Prefetch("parts", provisions)),
        law__slug=law,
        slug=number,
    )
    record = ProvisionRecord(provision, request.GET)
    described = provision_json_ld(
        provision,
        record.versions,
        request.build_absolute_uri,
        has_law_ended=record.end_of_law is not None,
    )
    context = {"provision": provision, "record": record, "footnotes": record.footnotes}
    return render(request, "laws/provision_detail.html", context | {"described": described})


@public_page
def akoma_ntoso(_request, uri):
    """Redirect to the page of the law or provision with this Akoma Ntoso IRI."""
    return redirect(find_by_akn_uri(f"/akn/{uri}"), permanent=True)


RECOMMENDATIONS = Recommendation.objects.prefetch_related(
    Prefetch("asks", Ask.objects.select_related("provision__law", "law"))
)
recommendation_list = list_page(
    "laws/recommendation_list.html",
    RecommendationFilter,
    RECOMMENDATIONS,
    unit=ngettext_lazy("%(n)d recommendation", "%(n)d recommendations", "n"),
    api="recommendations",
    options={"provision": provision_options, "law": law_options, "body": body_options},
    facets=facets.RECOMMENDATION_FACETS,
    sorts=facets.RECOMMENDATION_SORTS,
)


@public_page
def recommendation_detail(request, code):
    recommendation = get_object_or_404(RECOMMENDATIONS.prefetch_related("issuers"), code=code)
    context = {"recommendation": recommendation, "footnotes": Footnotes([recommendation])}
    return render(request, "laws/recommendation_detail.html", context)


def find_by_akn_uri(uri: str) -> Law | Provision:
    """Raises Http404 if there is no public law or provision with this Akoma Ntoso IRI."""
    work, _separator, portion = uri.partition("/~")
    *_beginning, year, name = work.split("/")
    laws = Law.objects.filter(slug__in=[name, f"{name}-{year}"])
    number = portion.partition("_")[2]
    provisions = Provision.objects.filter(slug__in=[number, f"clause-{number}"])
    provisions = provisions.filter(law__in=laws).select_related("law")
    for candidate in provisions if portion else laws:
        if candidate.akn_uri == uri:
            return candidate
    raise Http404
