"""Middleware that applies rate limits to the API, cached responses included."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from tracker.api.middleware.api_keys import InvalidApiKey, read_key_prefix
from tracker.api.middleware.error_responses import API_PREFIX, is_url_too_long, problem_before_view
from tracker.api.views import RESPONSE_HEADERS
from tracker.visibility.public_reader import PublicReaderMiddleware
from tracker.web.rate_limits import RateLimitState, client_network, consume_quota

ALLOW_ORIGIN_HEADER = "Access-Control-Allow-Origin"
EXPOSE_HEADER = "Access-Control-Expose-Headers"
EXPOSED_HEADERS = "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"


class ApiLimits:
    """Counts every request of the API except CORS preflights (OPTIONS).

    An invalid key is refused, and counts as a request without a key: guessing is slow.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(API_PREFIX) or request.method == "OPTIONS":
            return self.get_response(request)
        prefix, respond = self.resolve_key(request)
        if prefix:
            state = consume_quota("keyed", prefix)
        else:
            state = consume_quota("anonymous", client_network(request.META))
        response = refuse_excess_request(request, state) if state.is_exceeded else respond(request)
        return add_rate_limit_headers(response, state)

    def resolve_key(self, request) -> tuple[str | None, Callable[[HttpRequest], HttpResponse]]:
        """The prefix of the key, if any, and the function that makes the response."""
        try:
            return read_key_prefix(request), refuse_long_url if is_url_too_long(
                request
            ) else self.get_response
        except InvalidApiKey:
            return None, refuse_invalid_key
        except (InterfaceError, OperationalError):
            return None, lambda _request: PublicReaderMiddleware.unavailable()


def add_rate_limit_headers(response: HttpResponse, state: RateLimitState) -> HttpResponse:
    """Add RateLimit-* and CORS headers (also to 304)."""
    response.headers.setdefault(ALLOW_ORIGIN_HEADER, RESPONSE_HEADERS[ALLOW_ORIGIN_HEADER])
    response.headers["RateLimit-Limit"] = str(state.limit)
    response.headers["RateLimit-Remaining"] = str(state.remaining)
    response.headers["RateLimit-Reset"] = str(state.reset)
    exposed = response.headers.get(EXPOSE_HEADER)
    response.headers[EXPOSE_HEADER] = (
        f"{exposed}, {EXPOSED_HEADERS}" if exposed else EXPOSED_HEADERS
    )
    return response


def refuse_invalid_key(request) -> HttpResponse:
    return problem_before_view(request, 401, {"WWW-Authenticate": "Bearer"})


def refuse_excess_request(request, state: RateLimitState) -> HttpResponse:
    return problem_before_view(request, 429, {"Retry-After": str(state.reset)})


def refuse_long_url(request) -> HttpResponse:
    return problem_before_view(request, 414)
