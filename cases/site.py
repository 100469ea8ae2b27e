"""The pages that need everything: home, usage, charts, search, data, method, health."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.dateformat import format as formatted
from django.views.decorators.http import require_safe

from cases.api import RESOURCES
from cases.charts import CHARTS, Chart, Question
from cases.linked_data import dataset_described
from cases.records import codebook as book
from cases.records.data_page import DataPage
from cases.records.figure_changes import FigureChanges
from cases.records.home import Home
from cases.records.matrix import Matrix
from cases.records.search import Search, Suggestions
from laws.api import Laws, Provisions, Recommendations
from tracker.api.resources import Figures, Organisations, Sources
from tracker.pages import page

LISTS = [*RESOURCES, Laws, Provisions, Recommendations, Sources, Organisations, Figures]
RETRY_AFTER = 5  # seconds; a database that restarts is back by then


@page
def home(request):
    return render(request, "home.html", {"home": Home()})


@page
def usage(request):
    return render(request, "usage.html", {"matrix": Matrix(request.GET)})


def chart_asked(request, name: str) -> Chart:
    if name not in CHARTS:
        raise Http404
    return CHARTS[name](Question(request.GET))


@page
def charts(request):
    question = Question(request.GET)
    found = [chart(question) for chart in CHARTS.values()]
    return render(request, "charts.html", {"question": question, "charts": found})


@page
def chart(request, name):
    found = chart_asked(request, name)
    others = [each(found.question) for each in CHARTS.values() if each.name != name]
    context = {"chart": found, "question": found.question, "others": others}
    return render(request, "chart.html", context)


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
    return render(request, "search.html", {"search": Search(request.GET)})


@page
def suggest(request):
    """Links for the list under the search box; whoever opens the address gets the search."""
    suggestions = Suggestions(request.GET)
    if "HX-Request" in request.headers:
        response = render(request, "_partials/_suggestions.html", {"suggestions": suggestions})
    else:
        response = redirect(reverse("cases:search", query={"q": suggestions.words}))
    patch_vary_headers(response, ["HX-Request"])
    return response


@page
def about(request):
    return render(request, "about.html")


@page
def method(request):
    return render(request, "method.html")


@page
def codebook(request):
    return render(request, "codebook.html", book.whole())


@page
def data(request):
    record = DataPage(LISTS)
    described = dataset_described(record, request.build_absolute_uri)
    return render(request, "data.html", {"data": record, "described": described})


@page
def changes(request):
    return render(request, "changes.html", {"log": FigureChanges()})


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
