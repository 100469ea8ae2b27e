"""Pages of the ground: sources, organisations, published figures."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext_lazy

from tracker.filters import FigureFilter, OrganisationFilter, SourceFilter
from tracker.footnotes import Footnotes
from tracker.models import Figure, Organisation, Source
from tracker.pages import Listing, page

SOURCES = ngettext_lazy("%(n)d source", "%(n)d sources", "n")
ORGANISATIONS = ngettext_lazy("%(n)d organisation", "%(n)d organisations", "n")
FIGURES = ngettext_lazy("%(n)d published figure", "%(n)d published figures", "n")


@page
def source_list(request):
    rows = Source.objects.select_related("part_of", "known_from")
    listing = Listing(request.GET, SourceFilter, rows, unit=SOURCES, api="sources")
    return render(request, "tracker/source_list.html", {"listing": listing})


@page
def source_detail(request, code):
    sources = Source.objects.select_related("part_of", "known_from")
    source = get_object_or_404(
        sources.prefetch_related("parts", "works_cited", "signatories"), code=code
    )
    context = {"source": source, "footnotes": Footnotes([source])}
    return render(request, "tracker/source_detail.html", context)


@page
def organisation_list(request):
    rows = Organisation.objects.prefetch_related("names")
    listing = Listing(
        request.GET, OrganisationFilter, rows, unit=ORGANISATIONS, api="organisations"
    )
    return render(request, "tracker/organisation_list.html", {"listing": listing})


@page
def organisation_detail(request, code):
    organisation = get_object_or_404(
        Organisation.objects.prefetch_related("names", "statements_signed"), code=code
    )
    context = {"organisation": organisation, "footnotes": Footnotes([organisation])}
    return render(request, "tracker/organisation_detail.html", context)


@page
def figure_list(request):
    rows = Figure.objects.all()
    listing = Listing(request.GET, FigureFilter, rows, unit=FIGURES, api="figures", per_page=200)
    context = {"listing": listing, "footnotes": Footnotes(listing.page)}
    return render(request, "tracker/figure_list.html", context)
