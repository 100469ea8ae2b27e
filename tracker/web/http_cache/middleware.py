"""Serves cached public responses and 304s while the data version is unchanged."""

from collections.abc import Iterable

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from tracker.visibility.public_reader import PublicReaderMiddleware
from tracker.web.http_cache.data_version import here
from tracker.web.http_cache.etags import GZIP, CacheableRequest
from tracker.web.http_cache.response_cache import CachedResponse

STAFF = PublicReaderMiddleware.STAFF
# Not made from public data: health checks and the error report form.
OTHERS = (*PublicReaderMiddleware.WITHOUT_DATABASE, PublicReaderMiddleware.SENDS)
# Any cache may store the response but must revalidate it before each use.
ASK_FIRST = "public, no-cache"
NEVER = "no-store"


class ConditionalGetMiddleware:
    """Adds ETags to public responses, answers conditional requests with 304, caches responses.

    Wraps the middleware that opens a transaction or compresses: a cached response needs neither.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(STAFF):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD") or request.path.endswith(OTHERS):
            return marked(self.get_response(request), NEVER)
        try:
            cacheable = CacheableRequest(request, here.version())
        except (InterfaceError, OperationalError):
            return marked(PublicReaderMiddleware.unavailable(), NEVER)
        if tag := cacheable.known_tag:
            return not_modified(tag, cacheable.names)
        cached = here.kept(cacheable.key, cacheable.version)
        response = cached.response() if cached else self.made(cacheable)
        if cacheable.sent == ["*"] and "ETag" in response.headers:
            response.close()
            return not_modified(response.headers["ETag"], cacheable.names)
        return without_body(response) if request.method == "HEAD" else response

    def made(self, cacheable: CacheableRequest) -> HttpResponseBase:
        """The view's response; HEAD is handled as GET, so that it gets the headers of the body."""
        method, cacheable.request.method = cacheable.request.method, "GET"
        response = self.get_response(cacheable.request)
        cacheable.request.method = method
        if not depends_on(response, cacheable.names):
            return marked(response, NEVER)
        patch_vary_headers(response, cacheable.names)
        if response.status_code != 200:  # redirects are revalidated, errors never stored
            return marked(response, ASK_FIRST if response.status_code < 400 else NEVER)
        is_compressed = response.headers.get("Content-Encoding") == GZIP
        response.headers["ETag"] = cacheable.tag(GZIP if is_compressed else "")
        marked(response, ASK_FIRST)
        if not response.streaming and not cacheable.is_search:
            here.keep(cacheable.key, CachedResponse.of(response), cacheable.version)
        return response


def depends_on(response: HttpResponseBase, names: Iterable[str]) -> bool:
    """Whether the response varies on these request headers at most, and sets no cookie."""
    varies_on = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return varies_on <= {"", *(name.lower() for name in names)} and not response.cookies


def marked(response: HttpResponseBase, caching: str) -> HttpResponseBase:
    response.headers["Cache-Control"] = caching
    return response


def not_modified(tag: str, names: Iterable[str]) -> HttpResponse:
    headers = {"ETag": tag, "Cache-Control": ASK_FIRST, "Vary": ", ".join(names)}
    return HttpResponseNotModified(headers=headers)


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The response to HEAD: not every server drops the body itself. A stream is not started."""
    if response.streaming:
        response.streaming_content = ()
    else:
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
