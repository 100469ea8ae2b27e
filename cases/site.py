"""The pages that need everything: home, the usage matrix, about, health."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.records.home import Home
from cases.records.matrix import Matrix
from tracker.pages import page

RETRY_AFTER = 5  # seconds; a database that restarts is back by then


@page
def home(request):
    return render(request, "home.html", {"home": Home()})


@page
def usage(request):
    return render(request, "usage.html", {"matrix": Matrix(request.GET)})


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
