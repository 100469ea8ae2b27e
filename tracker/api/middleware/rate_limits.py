"""Middleware that applies rate limits to the API, cached responses included."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from tracker.api.middleware.api_keys import WrongKey, prefix_of
from tracker.api.middleware.error_responses import API, is_too_long, refusal
from tracker.api.views import HEADERS
from tracker.visibility.public_reader import PublicReaderMiddleware
from tracker.web.rate_limits import RateLimitState, consume_quota, network_of

OPEN = "Access-Control-Allow-Origin"
EXPOSE = "Access-Control-Expose-Headers"
OURS = "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"


class ApiLimits:
    """Counts every request of the API except CORS preflights (OPTIONS).

    An invalid key is refused, and counts as a request without a key: guessing is slow.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(API) or request.method == "OPTIONS":
            return self.get_response(request)
        prefix, respond = self.known(request)
        if prefix:
            state = consume_quota("keyed", prefix)
        else:
            state = consume_quota("anonymous", network_of(request.META))
        response = too_many(request, state) if state.is_exceeded else respond(request)
        return counted(response, state)

    def known(self, request) -> tuple[str | None, Callable[[HttpRequest], HttpResponse]]:
        """The prefix of the key, if any, and the function that makes the response."""
        try:
            return prefix_of(request), too_long if is_too_long(request) else self.get_response
        except WrongKey:
            return None, wrong_key
        except (InterfaceError, OperationalError):
            return None, lambda _request: PublicReaderMiddleware.unavailable()


def counted(response: HttpResponse, state: RateLimitState) -> HttpResponse:
    """Add RateLimit-* and CORS headers (also to 304)."""
    response.headers.setdefault(OPEN, HEADERS[OPEN])
    response.headers["RateLimit-Limit"] = str(state.limit)
    response.headers["RateLimit-Remaining"] = str(state.remaining)
    response.headers["RateLimit-Reset"] = str(state.reset)
    exposed = response.headers.get(EXPOSE)
    response.headers[EXPOSE] = f"{exposed}, {OURS}" if exposed else OURS
    return response


def wrong_key(request) -> HttpResponse:
    return refusal(request, 401, {"WWW-Authenticate": "Bearer"})


def too_many(request, state: RateLimitState) -> HttpResponse:
    return refusal(request, 429, {"Retry-After": str(state.reset)})


def too_long(request) -> HttpResponse:
    return refusal(request, 414)
