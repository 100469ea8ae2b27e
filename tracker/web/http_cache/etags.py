"""Computes ETags from code version, data version, day and request."""

import secrets
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b, sha256

from django.conf import settings
from django.http import HttpRequest
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone
from django.utils.http import parse_etags

API_PREFIX = "/api/"
SEARCH_PATH = "/search/"
SEARCH_PARAMETERS = {"q", "name"}  # parameters that take free text
ACCEPT_ENCODING, GZIP = "Accept-Encoding", "gzip"
# Settings that change responses: part of the code version.
ETAG_SETTINGS = ("API_LIMITS", "DEBUG", "PUBLIC_ONLY", "STATIC_URL", "TAG_AUTHORITY")
# Cache keys are keyed digests: a memory dump must not reveal which addresses were requested.
CACHE_KEY_SECRET = secrets.token_bytes(32)


@dataclass(frozen=True)
class CacheableRequest:
    """A request with the ETags of its response: uncompressed and gzipped."""

    request: HttpRequest
    version: str  # of the public data

    @property
    def vary_headers(self) -> tuple[str, ...]:
        """The request headers on which the response depends (`Vary`)."""
        path = self.request.path
        if path.startswith(API_PREFIX):
            return ("Accept", ACCEPT_ENCODING)
        return ("HX-Request", ACCEPT_ENCODING) if SEARCH_PATH in path else (ACCEPT_ENCODING,)

    @property
    def accepts_gzip(self) -> bool:
        return bool(re_accepts_gzip.search(self.request.headers.get(ACCEPT_ENCODING, "")))

    @property
    def is_search(self) -> bool:
        """Whether it contains free text of the reader, which is never stored."""
        return SEARCH_PATH in self.request.path or not SEARCH_PARAMETERS.isdisjoint(
            self.request.GET
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 (first 128 bits, hex) of all inputs of the response but its encoding."""
        request = self.request
        headers = [
            request.headers.get(name) for name in self.vary_headers if name != ACCEPT_ENCODING
        ]
        address = (request.scheme, request.get_host(), request.path, request.META["QUERY_STRING"])
        day = timezone.localdate().isoformat()  # responses state the date of access
        inputs = repr((code_version(), self.version, day, address, headers))
        return sha256(inputs.encode("utf-8", "backslashreplace")).hexdigest()[:32]

    def etag(self, encoding: str = "") -> str:
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    @property
    def matching_etag(self) -> str:
        """The ETag from `If-None-Match` that is still valid, or "".

        A client that accepts gzip may hold either representation.
        """
        client_tags = {tag.removeprefix("W/") for tag in self.if_none_match}
        tags = [self.etag(GZIP), self.etag()] if self.accepts_gzip else [self.etag()]
        return next((tag for tag in tags if tag in client_tags), "")

    @property
    def if_none_match(self) -> list[str]:
        """The ETags of the `If-None-Match` header."""
        return parse_etags(self.request.headers.get("If-None-Match", ""))

    @property
    def cache_key(self) -> bytes:
        """Key of the response in the cache."""
        tag = self.etag(GZIP if self.accepts_gzip else "")
        return blake2b(tag.encode(), key=CACHE_KEY_SECRET, digest_size=32).digest()


def code_version() -> str:
    """Digest of the code and settings that turn data into responses.

    Computed once per process; in development each time, since files change.
    """
    return compute_code_version() if settings.DEBUG else cached_code_version()


def compute_code_version() -> str:
    """SHA-256 of ETAG_SETTINGS, all source files and templates, and the dependency lock file."""
    digest = sha256(repr([getattr(settings, name) for name in ETAG_SETTINGS]).encode())
    folders = [settings.BASE_DIR / name for name in (*settings.APP_LAYERS, "templates")]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    for file in sorted([*files, settings.BASE_DIR / "requirements.lock"]):
        if file.suffix != ".pyc":
            digest.update(file.read_bytes())
    return digest.hexdigest()


cached_code_version = cache(compute_code_version)
