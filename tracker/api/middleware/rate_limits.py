"""Middleware that applies rate limits to the API, cached responses included."""

from collections.abc import Callable
from functools import partial

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
        if state.is_exceeded:
            respond = refusal(429, {"Retry-After": str(state.reset)})
        return add_rate_limit_headers(respond(request), state)

    def resolve_key(self, request) -> tuple[str | None, Callable[[HttpRequest], HttpResponse]]:
        """The prefix of the key, if any, and the function that makes the response."""
        try:
            prefix = read_key_prefix(request)
        except InvalidApiKey:
            return None, refusal(401, {"WWW-Authenticate": "Bearer"})
        except (InterfaceError, OperationalError):
            return None, lambda _request: PublicReaderMiddleware.unavailable()
        return prefix, refusal(414) if is_url_too_long(request) else self.get_response


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


def refusal(status: int, headers: dict[str, str] | None = None) -> Callable:
    return partial(problem_before_view, status=status, headers=headers)
