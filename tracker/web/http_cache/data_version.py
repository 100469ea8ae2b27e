"""Current version of the public data as known to this process."""

from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import connection

from tracker.models import DataVersion
from tracker.visibility.public_reader import PUBLIC_ROLE, process_dirty_rows
from tracker.web.http_cache.listener import Listener
from tracker.web.http_cache.response_cache import CachedResponse, LRUResponseCache

MEGABYTE = 1024 * 1024
VERSION_TTL = 5  # seconds after which the version is asked again, though nothing was heard
# One round trip: several statements at once are a transaction of their own.
ASK = (
    f"SET LOCAL ROLE {PUBLIC_ROLE};"  # noqa: S608 (our own constant)
    "SELECT token FROM pub.tracker_dataversion ORDER BY id DESC LIMIT 1"
)


class DataVersionCache:
    """What this process knows of the public data, until it hears that something changed."""

    def __init__(self):
        self.lock = Lock()
        self.listener, self.answers = Listener(), LRUResponseCache()
        self.known, self.until = None, 0.0
        self.life = 0  # one more each time everything is forgotten

    @property
    def room(self) -> int:
        return settings.RESPONSE_CACHE_MB * MEGABYTE

    def version(self) -> str:
        """The version now. Costs a query after a change, and once in a few seconds."""
        if connection.in_atomic_block:  # of a test: nobody else sees what it sees
            process_dirty_rows()
            return DataVersion.objects.token()
        if not self.room:
            return require_data_version()
        with self.lock:
            if self.listener.may_have_missed():
                self.forget()
            if self.known and monotonic() < self.until:
                return self.known
            life = self.life
        version = require_data_version()
        self.believe(version, life)
        return version

    def believe(self, version: str, life: int) -> None:
        """Know a version that was asked for in this life: in a later one it may be old."""
        with self.lock:
            if life != self.life or not self.listener.is_listening:
                return
            if self.known not in (None, version):  # it changed and nobody called: is the line dead?
                self.listener.close()
                self.forget()
                return
            self.known, self.until = version, monotonic() + VERSION_TTL

    def forget(self) -> None:
        self.known = None
        self.life += 1
        self.answers.clear()

    def is_current(self, version: str) -> bool:
        return version == self.known and not connection.in_atomic_block

    def kept(self, key: bytes, version: str) -> CachedResponse | None:
        return self.answers.get(key) if self.is_current(version) else None

    def keep(self, key: bytes, answer: CachedResponse, version: str) -> None:
        """Keep an answer, unless what it was made from is no longer known to be current."""
        with self.lock:
            if self.is_current(version):
                self.answers.put(key, answer, room=self.room)

    def close(self) -> None:
        with self.lock:
            self.listener.close()
            self.forget()


def require_data_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        row = cursor.fetchone()
    return row[0] if row else "0"


here = DataVersionCache()
