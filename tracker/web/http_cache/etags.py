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

API = "/api/"
SEARCH = "/search/"
SEARCHING = {"q", "name"}  # parameters that take free text
ENCODING, GZIP = "Accept-Encoding", "gzip"
# Settings that change responses: part of the code version.
SETTINGS = ("API_LIMITS", "DEBUG", "PUBLIC_ONLY", "STATIC_URL", "TAG_AUTHORITY")
# Cache keys are keyed digests: a memory dump must not reveal which addresses were requested.
SECRET = secrets.token_bytes(32)


@dataclass(frozen=True)
class CacheableRequest:
    """A request with the ETags of its response: uncompressed and gzipped."""

    request: HttpRequest
    version: str  # of the public data

    @property
    def names(self) -> tuple[str, ...]:
        """The request headers on which the response depends (`Vary`)."""
        path = self.request.path
        if path.startswith(API):
            return ("Accept", ENCODING)
        return ("HX-Request", ENCODING) if SEARCH in path else (ENCODING,)

    @property
    def accepts_gzip(self) -> bool:
        return bool(re_accepts_gzip.search(self.request.headers.get(ENCODING, "")))

    @property
    def is_search(self) -> bool:
        """Whether it contains free text of the reader, which is never stored."""
        return SEARCH in self.request.path or not SEARCHING.isdisjoint(self.request.GET)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (first 128 bits, hex) of all inputs of the response but its encoding."""
        request = self.request
        headers = [request.headers.get(name) for name in self.names if name != ENCODING]
        address = (request.scheme, request.get_host(), request.path, request.META["QUERY_STRING"])
        day = timezone.localdate().isoformat()  # responses state the date of access
        inputs = repr((edition(), self.version, day, address, headers))
        return sha256(inputs.encode("utf-8", "backslashreplace")).hexdigest()[:32]

    def tag(self, encoding: str = "") -> str:
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    @property
    def known_tag(self) -> str:
        """The ETag from `If-None-Match` that is still valid, or "".

        A client that accepts gzip may hold either representation.
        """
        client_tags = {tag.removeprefix("W/") for tag in self.sent}
        tags = [self.tag(GZIP), self.tag()] if self.accepts_gzip else [self.tag()]
        return next((tag for tag in tags if tag in client_tags), "")

    @property
    def sent(self) -> list[str]:
        """The ETags of the `If-None-Match` header."""
        return parse_etags(self.request.headers.get("If-None-Match", ""))

    @property
    def key(self) -> bytes:
        """Key of the response in the cache."""
        tag = self.tag(GZIP if self.accepts_gzip else "")
        return blake2b(tag.encode(), key=SECRET, digest_size=32).digest()


def edition() -> str:
    """Digest of the code and settings that turn data into responses.

    Computed once per process; in development each time, since files change.
    """
    return read_edition() if settings.DEBUG else first_edition()


def read_edition() -> str:
    """SHA-256 of ETAG_SETTINGS, all source files and templates, and the dependency lock file."""
    digest = sha256(repr([getattr(settings, name) for name in SETTINGS]).encode())
    folders = [settings.BASE_DIR / name for name in (*settings.APP_LAYERS, "templates")]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    for file in sorted([*files, settings.BASE_DIR / "requirements.lock"]):
        if file.suffix != ".pyc":
            digest.update(file.read_bytes())
    return digest.hexdigest()


first_edition = cache(read_edition)
