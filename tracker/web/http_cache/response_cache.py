"""LRU cache of responses, bounded by bytes."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.http import HttpResponse

LARGEST = 1024 * 1024  # bytes of one answer
OVERHEAD = 1000  # bytes of memory that an answer takes besides what it says, about


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A good answer as it was given."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "CachedResponse":
        return cls(tuple(response.headers.items()), response.content)

    def __len__(self):
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    def response(self) -> HttpResponse:
        return HttpResponse(self.body, headers=dict(self.headers))


class LRUResponseCache:
    """Kept answers by their keys. Whoever was not asked for the longest goes first."""

    def __init__(self):
        self.lock = Lock()
        self.kept: OrderedDict[bytes, CachedResponse] = OrderedDict()
        self.size = 0

    def get(self, key: bytes) -> CachedResponse | None:
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def put(self, key: bytes, answer: CachedResponse, *, room: int) -> None:
        """Keep an answer, with others in so much room (in bytes)."""
        if len(answer) > LARGEST:
            return
        with self.lock:
            self.drop(key)
            self.kept[key] = answer
            self.size += len(answer) + OVERHEAD
            while self.size > room:
                self.drop(next(iter(self.kept)))

    def drop(self, key: bytes) -> None:
        if answer := self.kept.pop(key, None):
            self.size -= len(answer) + OVERHEAD

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()
            self.size = 0
