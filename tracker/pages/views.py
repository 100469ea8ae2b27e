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
from tracker.web.lists.list_view import list_page, public_page

KIND_FACET = {"kind": facet_rows("kind")}
source_list = list_page(
    "tracker/source_list.html",
    SourceFilter,
    Source.objects.select_related("part_of", "known_from"),
    unit=ngettext_lazy("%(n)d source", "%(n)d sources", "n"),
    api="sources",
    facets=KIND_FACET,
    sorts={
        "title": Sort(_("Title"), ("title", "code")),
        "newest": Sort(_("Latest"), (F("published_on").desc(nulls_last=True), "title", "code")),
        "publisher": Sort(_("Publisher"), ("publisher", "title", "code")),
    },
)


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


organisation_list = list_page(
    "tracker/organisation_list.html",
    OrganisationFilter,
    Organisation.objects.prefetch_related("names"),
    unit=ngettext_lazy("%(n)d organisation", "%(n)d organisations", "n"),
    api="organisations",
    facets=KIND_FACET,
    sorts={
        "name": Sort(_("Name"), ("name", "code")),
        "kind": Sort(_("Kind"), ("kind", "name", "code")),
    },
)


@public_page
def organisation_detail(request, code):
    organisation = get_object_or_404(
        Organisation.objects.prefetch_related("names", "statements_signed"), code=code
    )
    context = {"organisation": organisation, "footnotes": Footnotes([organisation])}
    return render(request, "tracker/organisation_detail.html", context)


figure_list = list_page(
    "tracker/figure_list.html",
    FigureFilter,
    Figure.objects.all(),
    lambda listing: {"footnotes": Footnotes(listing.page)},
    unit=ngettext_lazy("%(n)d published figure", "%(n)d published figures", "n"),
    api="figures",
    facets={"standing": facet_rows("standing")},
    sorts={
        "topic": Sort(_("Topic"), ("topic", "code")),
        "newest": Sort(_("Latest period"), (F("period").desc(nulls_last=True), "topic", "code")),
        "issuer": Sort(_("Published by"), ("issuer", "topic", "code")),
    },
    per_page=200,
)


def bad_request(_request, exception):
    """`handler400`, for example for a host that is not allowed.

    Rendered without the request: the base template would call `get_host()`, which raises again.
    """
    return HttpResponseBadRequest(render_to_string("400.html"))
