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

from cases.api.resources import RESOURCES
from cases.models import Release
from cases.page_data.downloads import DataPage
from cases.page_data.home import HomePage
from cases.page_data.search import SearchPage, Suggestions
from cases.pages.json_ld import describe_dataset
from cases.statistics.charts import CHARTS, Chart, ChartQuery
from cases.statistics.matrix_page import MatrixPage
from cases.statistics.snapshot_changes import SnapshotLog
from cases.tables import codebook as book
from laws.api.resources import RESOURCES as LAW_RESOURCES
from tracker.api.resources import RESOURCES as CORE_RESOURCES
from tracker.web.lists.list_view import public_page

DOWNLOADABLE_LISTS = [*RESOURCES, *LAW_RESOURCES, *CORE_RESOURCES]
RETRY_AFTER = {"Retry-After": "5"}  # seconds: about the time of a database restart


@public_page
def home(request):
    return render(request, "site/home.html", {"home": HomePage()})


@public_page
def usage(request):
    return render(request, "site/usage.html", {"matrix": MatrixPage(request.GET)})


def get_chart_or_404(request, name: str) -> Chart:
    if name not in CHARTS:
        raise Http404
    return CHARTS[name](ChartQuery(request.GET))


@public_page
def charts(request):
    question = ChartQuery(request.GET)
    drawn = [chart(question) for chart in CHARTS.values()]
    return render(request, "site/charts.html", {"question": question, "charts": drawn})


@public_page
def chart(request, name):
    drawn = get_chart_or_404(request, name)
    others = [cls(drawn.question) for cls in CHARTS.values() if cls.name != name]
    context = {"chart": drawn, "question": drawn.question, "others": others}
    return render(request, "site/chart.html", context)


# Opened directly, the SVG may use its own inline style and load nothing.
@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": True})
@public_page
def chart_svg(request, name):
    drawn = get_chart_or_404(request, name)
    today = formatted(timezone.now(), "j F Y")
    svg = drawn.render_svg_file(read_on=today, address=request.build_absolute_uri(drawn.address))
    return attachment_response(svg, f"{name}.svg", "image/svg+xml")


@public_page
def chart_csv(request, name):
    return attachment_response(
        get_chart_or_404(request, name).table.csv, f"{name}.csv", "text/csv; charset=utf-8"
    )


def attachment_response(content: str, name: str, kind: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


@public_page
def search(request):
    return render(request, "site/search.html", {"search": SearchPage(request.GET)})


@public_page
def suggest(request):
    """Links for the list under the search box; without HTMX, a redirect to the search page."""
    suggestions = Suggestions(request.GET)
    if "HX-Request" in request.headers:
        response = render(
            request, "_partials/search/_suggestions.html", {"suggestions": suggestions}
        )
    else:
        response = redirect(reverse("cases:search", query={"q": suggestions.words}))
    patch_vary_headers(response, ["HX-Request"])
    return response


@public_page
def about(request):
    return render(request, "site/about.html")


@public_page
def method(request):
    return render(request, "site/method.html")


@public_page
def codebook(request):
    return render(request, "site/codebook.html", book.codebook_context())


@public_page
def data(request):
    record = DataPage(DOWNLOADABLE_LISTS)
    json_ld = describe_dataset(record, request.build_absolute_uri)
    return render(request, "site/data.html", {"data": record, "described": json_ld})


@require_safe
def release(request, slug):
    """The ZIP file of a release; 404 if it is withheld, as if it never existed."""
    record = get_object_or_404(Release, slug=slug)
    etag = quote_etag(record.sha256)
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    name, kind = f"cambodian-laws-in-use-{slug}.zip", "application/zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(record.bytes),
        # Prevents compression, which would remove the length and weaken the ETag.
        "Content-Encoding": "identity",
        "ETag": etag,
        "Access-Control-Allow-Origin": "*",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    try:
        file = record.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind, headers=headers)


@public_page
def changes(request):
    return render(request, "site/changes.html", {"log": SnapshotLog()})


@require_safe
def robots(request):
    """robots.txt: filter combinations are excluded, since their number is unlimited."""
    return render(request, "robots.txt", content_type="text/plain")


@require_safe
def healthz(_request):
    """Liveness: the process answers; does not use the database."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def readyz(_request):
    """Readiness: the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "no database\n", status=503, content_type="text/plain", headers=RETRY_AFTER
        )
    return HttpResponse("ready\n", content_type="text/plain")
