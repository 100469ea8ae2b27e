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
    """Counts every request of the API but those with which browsers ask whether they may ask.

    A wrong key is refused, and counts as a request without one: guessing is slow.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(API) or request.method == "OPTIONS":
            return self.get_response(request)
        prefix, answer = self.known(request)
        if prefix:
            allowance = consume_quota("keyed", prefix)
        else:
            allowance = consume_quota("anonymous", network_of(request.META))
        response = too_many(request, allowance) if allowance.is_exceeded else answer(request)
        return counted(response, allowance)

    def known(self, request) -> tuple[str | None, Callable[[HttpRequest], HttpResponse]]:
        """The prefix of the key, if any, and who is to answer."""
        try:
            return prefix_of(request), too_long if is_too_long(request) else self.get_response
        except WrongKey:
            return None, wrong_key
        except (InterfaceError, OperationalError):
            return None, lambda _request: PublicReaderMiddleware.unavailable()


def counted(response: HttpResponse, allowance: RateLimitState) -> HttpResponse:
    """The answer, with what is left of this minute. Every site may read that nothing changed."""
    response.headers.setdefault(OPEN, HEADERS[OPEN])
    response.headers["RateLimit-Limit"] = str(allowance.limit)
    response.headers["RateLimit-Remaining"] = str(allowance.remaining)
    response.headers["RateLimit-Reset"] = str(allowance.reset)
    exposed = response.headers.get(EXPOSE)
    response.headers[EXPOSE] = f"{exposed}, {OURS}" if exposed else OURS
    return response


def wrong_key(request) -> HttpResponse:
    return refusal(request, 401, {"WWW-Authenticate": "Bearer"})


def too_many(request, allowance: RateLimitState) -> HttpResponse:
    return refusal(request, 429, {"Retry-After": str(allowance.reset)})


def too_long(request) -> HttpResponse:
    return refusal(request, 414)
