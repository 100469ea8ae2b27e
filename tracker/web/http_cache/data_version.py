"""Current version of the public data as this process has it."""

from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import connection

from tracker.models import DataVersion
from tracker.visibility.public_reader import PUBLIC_ROLE, process_dirty_rows
from tracker.web.http_cache.listener import ChangeListener
from tracker.web.http_cache.response_cache import CachedResponse, LRUResponseCache

MEGABYTE = 1024 * 1024
VERSION_TTL = 5  # seconds after which the version is queried again, even without a notification
# One round trip: statements sent together run in one implicit transaction.
VERSION_QUERY = (
    f"SET LOCAL ROLE {PUBLIC_ROLE};"  # noqa: S608 (our own constant)
    "SELECT token FROM pub.tracker_dataversion ORDER BY id DESC LIMIT 1"
)


class DataVersionCache:
    """Data version and cached responses of this process, valid until a change is notified."""

    def __init__(self):
        self.lock = Lock()
        self.listener, self.responses = ChangeListener(), LRUResponseCache()
        self.known_version, self.known_until = None, 0.0
        self.generation = 0  # incremented by each invalidation

    @property
    def max_bytes(self) -> int:
        """Bytes that cached responses may take; 0 turns the cache off."""
        return settings.RESPONSE_CACHE_MB * MEGABYTE

    def current_version(self) -> str:
        """The current version: a query after a change and every VERSION_TTL seconds, else none."""
        if connection.in_atomic_block:  # in a test: its rows are visible to this transaction only
            process_dirty_rows()
            return DataVersion.objects.token()
        if not self.max_bytes:
            return fetch_data_version()
        with self.lock:
            if self.listener.may_have_missed():
                self.invalidate()
            if self.known_version and monotonic() < self.known_until:
                return self.known_version
            generation = self.generation
        version = fetch_data_version()
        self.store_version(version, generation)
        return version

    def store_version(self, version: str, generation: int) -> None:
        """Store the version unless the cache was invalidated meanwhile (generation changed)."""
        with self.lock:
            if generation != self.generation or not self.listener.is_listening:
                return
            # A change without notification: the connection is dead.
            if self.known_version not in (None, version):
                self.listener.close()
                self.invalidate()
                return
            self.known_version, self.known_until = version, monotonic() + VERSION_TTL

    def invalidate(self) -> None:
        """Drop the version and all cached responses. Call it under the lock."""
        self.known_version = None
        self.generation += 1
        self.responses.clear()

    def is_current(self, version: str) -> bool:
        return version == self.known_version and not connection.in_atomic_block

    def cached_response(self, key: bytes, version: str) -> CachedResponse | None:
        return self.responses.get(key) if self.is_current(version) else None

    def store_response(self, key: bytes, response: CachedResponse, version: str) -> None:
        """Cache a response, unless its data version may be outdated."""
        with self.lock:
            if self.is_current(version):
                self.responses.put(key, response, max_bytes=self.max_bytes)

    def close(self) -> None:
        with self.lock:
            self.listener.close()
            self.invalidate()


def fetch_data_version() -> str:
    """The version in the database, as the public role sees it; "0" for an empty database."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION_QUERY)
        row = cursor.fetchone()
    return row[0] if row else "0"


process_cache = DataVersionCache()
