"""Serves cached public responses and 304s while the data version is unchanged."""

from collections.abc import Iterable

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from tracker.visibility.publication import PublicReaderMiddleware
from tracker.web.http_cache.data_version import here
from tracker.web.http_cache.etags import GZIP, CacheableRequest
from tracker.web.http_cache.response_cache import CachedResponse

STAFF = PublicReaderMiddleware.STAFF
# Not made from public data: whether the database is there, and the form for reports.
OTHERS = (*PublicReaderMiddleware.WITHOUT_DATABASE, PublicReaderMiddleware.SENDS)
# Any cache may keep an answer, and asks us each time whether it is still right.
ASK_FIRST = "public, no-cache"
NEVER = "no-store"


class ConditionalGetMiddleware:
    """Gives public answers a tag, says that nothing changed where that is so, and keeps answers.

    Stands around all that reads the database or compresses, so that what is kept costs neither.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(STAFF):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD") or request.path.endswith(OTHERS):
            return marked(self.get_response(request), NEVER)
        try:
            asked = CacheableRequest(request, here.version())
        except (InterfaceError, OperationalError):
            return marked(PublicReaderMiddleware.unavailable(), NEVER)
        if tag := asked.known_tag:
            return not_modified(tag, asked.names)
        kept = here.kept(asked.key, asked.version)
        response = kept.response() if kept else self.made(asked)
        if asked.sent == ["*"] and "ETag" in response.headers:
            response.close()
            return not_modified(response.headers["ETag"], asked.names)
        return without_body(response) if request.method == "HEAD" else response

    def made(self, asked: CacheableRequest) -> HttpResponseBase:
        """A new answer, for HEAD as for GET: the headers are those of the body."""
        method, asked.request.method = asked.request.method, "GET"
        response = self.get_response(asked.request)
        asked.request.method = method
        if not depends_on(response, asked.names):
            return marked(response, NEVER)
        patch_vary_headers(response, asked.names)
        if response.status_code != 200:  # a redirect is asked for again, an error is forgotten
            return marked(response, ASK_FIRST if response.status_code < 400 else NEVER)
        is_compressed = response.headers.get("Content-Encoding") == GZIP
        response.headers["ETag"] = asked.tag(GZIP if is_compressed else "")
        marked(response, ASK_FIRST)
        if not response.streaming and not asked.is_search:
            here.keep(asked.key, CachedResponse.of(response), asked.version)
        return response


def depends_on(response: HttpResponseBase, names: Iterable[str]) -> bool:
    """Whether an answer is the same for everybody who sends the same of these headers."""
    said = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return said <= {"", *(name.lower() for name in names)} and not response.cookies


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
