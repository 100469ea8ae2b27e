"""Middleware that turns errors raised outside DRF views into problem+json."""

import orjson
from django.http import HttpResponse

from tracker.api.errors.problems import MEDIA_TYPE, problem_content
from tracker.api.views import RESPONSE_HEADERS
from tracker.web.http_cache.middleware import without_body

API_PREFIX = "/api/"
# Characters of path and query. Below gunicorn's limit of a line (gunicorn.conf.py), so that this
# limit applies first.
MAX_URL_LENGTH = 8_000


class ApiProblems:
    """Turns every HTML error below /api/ into problem+json.

    Unknown path, bad host, database unreachable. Outside the rate limits, which have errors too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            request.path.startswith(API_PREFIX)
            and response.status_code >= 400
            and response.headers.get("Content-Type") != MEDIA_TYPE
        ):
            as_problem(request, response)
        return response


def as_problem(request, response: HttpResponse) -> HttpResponse:
    """Replace the body with problem+json; keep other headers."""
    response.content = orjson.dumps(problem_content(response.status_code))
    of_body = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(response.content))}
    for name, value in (RESPONSE_HEADERS | of_body).items():
        response.headers[name] = value
    response.headers.pop("Content-Encoding", None)  # the page it replaces may have been compressed
    return without_body(response) if request.method == "HEAD" else response


def problem_before_view(
    request, status: int, headers: dict[str, str] | None = None
) -> HttpResponse:
    """A problem response made by middleware, before any view runs."""
    response = HttpResponse(status=status, headers={"Cache-Control": "no-store"} | (headers or {}))
    return as_problem(request, response)


def is_url_too_long(request) -> bool:
    return len(request.path) + len(request.META.get("QUERY_STRING", "")) > MAX_URL_LENGTH
