"""Views of sources, organisations and figures, and the handler of bad requests."""

from csp.constants import NONE
from csp.decorators import csp
from django.db.models import F
from django.http import FileResponse, Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from tracker.models import Figure, Organisation, Source, SourceCopy
from tracker.staff.captured_files.media_types import MIME_TYPES
from tracker.staff.captured_files.storage import stored_file_path
from tracker.web.footnotes import Footnotes
from tracker.web.lists.facets import Sort, facet_rows
from tracker.web.lists.filters import FigureFilter, OrganisationFilter, SourceFilter
from tracker.web.lists.list_view import Listing, public_page

SOURCES = ngettext_lazy("%(n)d source", "%(n)d sources", "n")
ORGANISATIONS = ngettext_lazy("%(n)d organisation", "%(n)d organisations", "n")
FIGURES = ngettext_lazy("%(n)d published figure", "%(n)d published figures", "n")
KIND_FACET = {"kind": facet_rows("kind")}
SOURCE_SORTS = {
    "title": Sort(_("Title"), ("title", "code")),
    "newest": Sort(_("Latest"), (F("published_on").desc(nulls_last=True), "title", "code")),
    "publisher": Sort(_("Publisher"), ("publisher", "title", "code")),
}
ORGANISATION_SORTS = {
    "name": Sort(_("Name"), ("name", "code")),
    "kind": Sort(_("Kind"), ("kind", "name", "code")),
}
FIGURE_SORTS = {
    "topic": Sort(_("Topic"), ("topic", "code")),
    "newest": Sort(_("Latest period"), (F("period").desc(nulls_last=True), "topic", "code")),
    "issuer": Sort(_("Published by"), ("issuer", "topic", "code")),
}


@public_page
def source_list(request):
    rows = Source.objects.select_related("part_of", "known_from")
    listing = Listing(
        request.GET,
        SourceFilter,
        rows,
        unit=SOURCES,
        api="sources",
        facets=KIND_FACET,
        sorts=SOURCE_SORTS,
    )
    return render(request, "tracker/source_list.html", {"listing": listing})


@public_page
def source_detail(request, code):
    sources = Source.objects.select_related("part_of", "known_from", "copy")
    source = get_object_or_404(
        sources.prefetch_related("parts", "works_cited", "signatories"), code=code
    )
    context = {"source": source, "footnotes": Footnotes([source])}
    return render(request, "tracker/source_detail.html", context)


# A download: the browser must not execute anything in the file.
@csp({"default-src": [NONE], "sandbox": True})
@public_page
def source_copy(_request, code):
    """The document without its metadata, if staff have made a public copy of it."""
    copy = get_object_or_404(SourceCopy, source__code=code)
    try:
        file = stored_file_path(copy).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{code}.{copy.media_type}",
        content_type=MIME_TYPES[copy.media_type],
    )


@public_page
def organisation_list(request):
    rows = Organisation.objects.prefetch_related("names")
    listing = Listing(
        request.GET,
        OrganisationFilter,
        rows,
        unit=ORGANISATIONS,
        api="organisations",
        facets=KIND_FACET,
        sorts=ORGANISATION_SORTS,
    )
    return render(request, "tracker/organisation_list.html", {"listing": listing})


@public_page
def organisation_detail(request, code):
    organisation = get_object_or_404(
        Organisation.objects.prefetch_related("names", "statements_signed"), code=code
    )
    context = {"organisation": organisation, "footnotes": Footnotes([organisation])}
    return render(request, "tracker/organisation_detail.html", context)


@public_page
def figure_list(request):
    rows = Figure.objects.all()
    listing = Listing(
        request.GET,
        FigureFilter,
        rows,
        unit=FIGURES,
        api="figures",
        facets={"standing": facet_rows("standing")},
        sorts=FIGURE_SORTS,
        per_page=200,
    )
    context = {"listing": listing, "footnotes": Footnotes(listing.page)}
    return render(request, "tracker/figure_list.html", context)


def bad_request(_request, exception):
    """`handler400`, for example for a host that is not allowed.

    Rendered without the request: the base template would call `get_host()`, which raises again.
    """
    return HttpResponseBadRequest(render_to_string("400.html"))
