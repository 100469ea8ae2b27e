"""Views of home, usage, charts, search, data, method and health checks."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.dateformat import format as formatted
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from cases.api import RESOURCES
from cases.models import Release
from cases.page_data.downloads import DataPage
from cases.page_data.home import Home
from cases.page_data.search import Search, Suggestions
from cases.pages.json_ld import dataset_described
from cases.statistics.charts import CHARTS, Chart, Question
from cases.statistics.matrix_page import Matrix
from cases.statistics.snapshot_changes import FigureChanges
from cases.tables import codebook as book
from laws.api.resources import Laws, ProvisionResource, RecommendationResource
from tracker.api.resources import Figures, Organisations, SourceResource
from tracker.web.lists.list_view import page

LISTS = [
    *RESOURCES,
    Laws,
    ProvisionResource,
    RecommendationResource,
    SourceResource,
    Organisations,
    Figures,
]
RETRY_AFTER = 5  # seconds; a database that restarts is back by then


@page
def home(request):
    return render(request, "site/home.html", {"home": Home()})


@page
def usage(request):
    return render(request, "site/usage.html", {"matrix": Matrix(request.GET)})


def chart_asked(request, name: str) -> Chart:
    if name not in CHARTS:
        raise Http404
    return CHARTS[name](Question(request.GET))


@page
def charts(request):
    question = Question(request.GET)
    found = [chart(question) for chart in CHARTS.values()]
    return render(request, "site/charts.html", {"question": question, "charts": found})


@page
def chart(request, name):
    found = chart_asked(request, name)
    others = [each(found.question) for each in CHARTS.values() if each.name != name]
    context = {"chart": found, "question": found.question, "others": others}
    return render(request, "site/chart.html", context)


# Opened as a page of its own, a drawing may use the style it carries and nothing else.
@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": True})
@page
def chart_svg(request, name):
    found = chart_asked(request, name)
    today = formatted(timezone.now(), "j F Y")
    drawn = found.file(read_on=today, address=request.build_absolute_uri(found.address))
    return download(drawn, f"{name}.svg", "image/svg+xml")


@page
def chart_csv(request, name):
    return download(chart_asked(request, name).table.csv, f"{name}.csv", "text/csv; charset=utf-8")


def download(content: str, name: str, kind: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


@page
def search(request):
    return render(request, "site/search.html", {"search": Search(request.GET)})


@page
def suggest(request):
    """Links for the list under the search box; whoever opens the address gets the search."""
    suggestions = Suggestions(request.GET)
    if "HX-Request" in request.headers:
        response = render(
            request, "_partials/search/_suggestions.html", {"suggestions": suggestions}
        )
    else:
        response = redirect(reverse("cases:search", query={"q": suggestions.words}))
    patch_vary_headers(response, ["HX-Request"])
    return response


@page
def about(request):
    return render(request, "site/about.html")


@page
def method(request):
    return render(request, "site/method.html")


@page
def codebook(request):
    return render(request, "site/codebook.html", book.full_codebook())


@page
def data(request):
    record = DataPage(LISTS)
    described = dataset_described(record, request.build_absolute_uri)
    return render(request, "site/data.html", {"data": record, "described": described})


@require_safe
def release(request, slug):
    """The file of a release; of one that is held back, what there is of one that never was."""
    found = get_object_or_404(Release, slug=slug)
    etag = quote_etag(found.sha256)
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    name, kind = f"cambodian-laws-in-use-{slug}.zip", "application/zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(found.bytes),
        # Packed already: packed again on its way, it would have no length and no exact tag.
        "Content-Encoding": "identity",
        "ETag": etag,
        "Access-Control-Allow-Origin": "*",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind, headers=headers)


@page
def changes(request):
    return render(request, "site/changes.html", {"log": FigureChanges()})


@require_safe
def robots(request):
    """What programs may fetch. The combinations of filters are without end."""
    return render(request, "robots.txt", content_type="text/plain")


@require_safe
def healthz(_request):
    """The process is alive; says nothing about the database."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def readyz(_request):
    """The process can answer: the database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "no database\n",
            status=503,
            content_type="text/plain",
            headers={"Retry-After": str(RETRY_AFTER)},
        )
    return HttpResponse("ready\n", content_type="text/plain")
