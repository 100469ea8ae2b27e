"""The pages that need everything: home, the usage matrix, search, about, health."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cases.records.home import Home
from cases.records.matrix import Matrix
from cases.records.search import Search, Suggestions
from tracker.pages import page

RETRY_AFTER = 5  # seconds; a database that restarts is back by then


@page
def home(request):
    return render(request, "home.html", {"home": Home()})


@page
def usage(request):
    return render(request, "usage.html", {"matrix": Matrix(request.GET)})


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
