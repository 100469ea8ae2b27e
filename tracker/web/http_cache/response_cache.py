"""LRU cache of responses, bounded by bytes."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.http import HttpResponse

MAX_RESPONSE_BYTES = 1024 * 1024  # bytes of one response
ENTRY_OVERHEAD_BYTES = 1000  # approximate memory of one entry in bytes, without headers and body


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """Headers and body of a response with status 200."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def from_response(cls, response: HttpResponse) -> "CachedResponse":
        return cls(tuple(response.headers.items()), response.content)

    def __len__(self):
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    def to_response(self) -> HttpResponse:
        return HttpResponse(self.body, headers=dict(self.headers))


class LRUResponseCache:
    """LRU cache of responses, bounded by bytes."""

    def __init__(self):
        self.lock = Lock()
        self.responses: OrderedDict[bytes, CachedResponse] = OrderedDict()
        self.size = 0

    def get(self, key: bytes) -> CachedResponse | None:
        with self.lock:
            if key in self.responses:
                self.responses.move_to_end(key)
            return self.responses.get(key)

    def put(self, key: bytes, response: CachedResponse, *, max_bytes: int) -> None:
        """Cache a response; drops the least recently used ones above `max_bytes` in all."""
        if len(response) > MAX_RESPONSE_BYTES:
            return
        with self.lock:
            self.drop(key)
            self.responses[key] = response
            self.size += len(response) + ENTRY_OVERHEAD_BYTES
            while self.size > max_bytes:
                self.drop(next(iter(self.responses)))

    def drop(self, key: bytes) -> None:
        if response := self.responses.pop(key, None):
            self.size -= len(response) + ENTRY_OVERHEAD_BYTES

    def clear(self) -> None:
        with self.lock:
            self.responses.clear()
            self.size = 0
