"""Serves cached public responses and 304s while the data version is unchanged."""

from collections.abc import Iterable

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from tracker.visibility.public_reader import PublicReaderMiddleware
from tracker.web.http_cache.data_version import process_cache
from tracker.web.http_cache.etags import GZIP, CacheableRequest
from tracker.web.http_cache.response_cache import CachedResponse

STAFF_PREFIX = PublicReaderMiddleware.STAFF_PREFIX
# Not made from public data: health checks and the error report form.
UNCACHED_PATHS = (
    *PublicReaderMiddleware.PATHS_WITHOUT_DATABASE,
    PublicReaderMiddleware.REPORT_FORM_SUFFIX,
)
# Any cache may store the response but must revalidate it before each use.
REVALIDATE = "public, no-cache"
NO_STORE = "no-store"


class ConditionalGetMiddleware:
    """Adds ETags to public responses, answers conditional requests with 304, caches responses.

    Wraps the middleware that opens a transaction or compresses: a cached response needs neither.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(STAFF_PREFIX):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD") or request.path.endswith(UNCACHED_PATHS):
            return set_cache_control(self.get_response(request), NO_STORE)
        try:
            cacheable = CacheableRequest(request, process_cache.current_version())
        except (InterfaceError, OperationalError):
            return set_cache_control(PublicReaderMiddleware.unavailable(), NO_STORE)
        if tag := cacheable.matching_etag:
            return not_modified(tag, cacheable.vary_headers)
        cached = process_cache.cached_response(cacheable.cache_key, cacheable.version)
        response = cached.to_response() if cached else self.fresh_response(cacheable)
        if cacheable.if_none_match == ["*"] and "ETag" in response.headers:
            response.close()
            return not_modified(response.headers["ETag"], cacheable.vary_headers)
        return without_body(response) if request.method == "HEAD" else response

    def fresh_response(self, cacheable: CacheableRequest) -> HttpResponseBase:
        """The view's response; HEAD is handled as GET, so that it gets the headers of the body."""
        method, cacheable.request.method = cacheable.request.method, "GET"
        response = self.get_response(cacheable.request)
        cacheable.request.method = method
        if not varies_only_on(response, cacheable.vary_headers):
            return set_cache_control(response, NO_STORE)
        patch_vary_headers(response, cacheable.vary_headers)
        if response.status_code != 200:  # redirects are revalidated, errors never stored
            return set_cache_control(
                response, REVALIDATE if response.status_code < 400 else NO_STORE
            )
        is_compressed = response.headers.get("Content-Encoding") == GZIP
        response.headers["ETag"] = cacheable.etag(GZIP if is_compressed else "")
        set_cache_control(response, REVALIDATE)
        if not response.streaming and not cacheable.is_search:
            process_cache.store_response(
                cacheable.cache_key, CachedResponse.from_response(response), cacheable.version
            )
        return response


def varies_only_on(response: HttpResponseBase, names: Iterable[str]) -> bool:
    """Whether the response varies on these request headers at most, and sets no cookie."""
    varies_on = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return varies_on <= {"", *(name.lower() for name in names)} and not response.cookies


def set_cache_control(response: HttpResponseBase, caching: str) -> HttpResponseBase:
    response.headers["Cache-Control"] = caching
    return response


def not_modified(tag: str, names: Iterable[str]) -> HttpResponse:
    headers = {"ETag": tag, "Cache-Control": REVALIDATE, "Vary": ", ".join(names)}
    return HttpResponseNotModified(headers=headers)


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The response to HEAD: not every server drops the body itself. A stream is not started."""
    if response.streaming:
        response.streaming_content = ()
    else:
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
