"""Computes ETags from code version, data version and request."""

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
SEARCHING = {"q", "name"}  # parameters that hold words of the reader's
ENCODING, GZIP = "Accept-Encoding", "gzip"
# What changes answers, and is neither in the database nor in the code.
SETTINGS = ("API_LIMITS", "DEBUG", "PUBLIC_ONLY", "STATIC_URL", "TAG_AUTHORITY")
# Keys tell nothing about what was asked, not even to whoever sees the memory of this process.
SECRET = secrets.token_bytes(32)


@dataclass(frozen=True)
class CacheableRequest:
    """One question, and the tags of its answer: as it is, and compressed."""

    request: HttpRequest
    version: str  # of the public data

    @property
    def names(self) -> tuple[str, ...]:
        """The headers of the request on which the answer depends."""
        path = self.request.path
        if path.startswith(API):
            return ("Accept", ENCODING)
        return ("HX-Request", ENCODING) if SEARCH in path else (ENCODING,)

    @property
    def accepts_gzip(self) -> bool:
        return bool(re_accepts_gzip.search(self.request.headers.get(ENCODING, "")))

    @property
    def is_search(self) -> bool:
        """Whether it holds words of the reader's own: nobody keeps those."""
        return SEARCH in self.request.path or not SEARCHING.isdisjoint(self.request.GET)

    @cached_property
    def digest(self) -> str:
        """Of all that the answer is made from, but for its encoding."""
        request = self.request
        headers = [request.headers.get(name) for name in self.names if name != ENCODING]
        address = (request.scheme, request.get_host(), request.path, request.META["QUERY_STRING"])
        day = timezone.localdate().isoformat()  # pages and files say on which day they were read
        made_from = repr((edition(), self.version, day, address, headers))
        return sha256(made_from.encode("utf-8", "backslashreplace")).hexdigest()[:32]

    def tag(self, encoding: str = "") -> str:
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    @property
    def known_tag(self) -> str:
        """The tag of an answer that the client has and that is still right; empty if none is.

        Whoever takes compressed answers takes others too, and may have either.
        """
        sent = {tag.removeprefix("W/") for tag in self.sent}
        tags = [self.tag(GZIP), self.tag()] if self.accepts_gzip else [self.tag()]
        return next((tag for tag in tags if tag in sent), "")

    @property
    def sent(self) -> list[str]:
        return parse_etags(self.request.headers.get("If-None-Match", ""))

    @property
    def key(self) -> bytes:
        """What the answer is kept under."""
        tag = self.tag(GZIP if self.accepts_gzip else "")
        return blake2b(tag.encode(), key=SECRET, digest_size=32).digest()


def edition() -> str:
    """Of everything that makes answers from data. While developing it changes under us."""
    return read_edition() if settings.DEBUG else first_edition()


def read_edition() -> str:
    digest = sha256(repr([getattr(settings, name) for name in SETTINGS]).encode())
    folders = [settings.BASE_DIR / name for name in (*settings.APP_LAYERS, "templates")]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    for file in sorted([*files, settings.BASE_DIR / "requirements.lock"]):
        if file.suffix != ".pyc":
            digest.update(file.read_bytes())
    return digest.hexdigest()


first_edition = cache(read_edition)
