"""Rate limit counters per client network, in process memory or the shared cache.

A counter is named by a keyed digest (HMAC) of client and minute, so that it cannot be traced to an
address. It expires with the minute and is never logged.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil
from threading import Lock
from time import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

WINDOW = 60  # seconds; windows are aligned to the clock, the same for all clients
EXPIRY_GRACE = 10  # seconds a shared counter outlives its minute, so that `incr` finds its key
NETWORK_BYTES = 8  # bytes: the /64 of an IPv6 address; its subscriber chooses the rest
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RateLimitState:
    """Rate-limit state of one client in the current window."""

    limit: int
    used: int
    reset: int  # seconds until the next window

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit


def consume_quota(kind: str, client: str) -> RateLimitState:
    """Count one request of a client; `kind` is a key of `settings.API_LIMITS`."""
    now = time()
    window = int(now // WINDOW)
    name = salted_hmac(__name__, f"{window} {kind} {client}", algorithm="sha256").hexdigest()
    reset = ceil((window + 1) * WINDOW - now)
    return RateLimitState(settings.API_LIMITS[kind], increment_counter(window, name), reset)


# --- Counting -------------------------------------------------------------------------------------


class RateLimitCounter:
    """In-memory counters of the current window; reset by the first request of the next one."""

    def __init__(self):
        self.lock = Lock()
        self.window, self.counts = 0, Counter()

    def add(self, window: int, name: str) -> int:
        with self.lock:
            if window != self.window:
                self.window, self.counts = window, Counter()
            self.counts[name] += 1
            return self.counts[name]


process_counter = RateLimitCounter()


def increment_counter(window: int, name: str) -> int:
    """Increment a counter; in process memory alone while the shared cache is unavailable."""
    if not settings.CACHE_URL:
        return process_counter.add(window, name)
    try:
        return increment_shared_counter(name)
    except Exception as error:  # of any cache client: serving matters more than limiting
        if process_counter.add(window, "cache away") == 1:
            logger.warning("The shared cache does not answer (%s).", type(error).__name__)
        return process_counter.add(window, name)


def increment_shared_counter(name: str) -> int:
    key = f"limit:{name}"
    cache.add(key, 0, timeout=WINDOW + EXPIRY_GRACE)
    return cache.incr(key)


# --- Client ---------------------------------------------------------------------------------------


def client_network(meta: dict) -> str:
    """The network of a request, in hex: an IPv4 address, or the /64 of an IPv6 address."""
    address = client_address(meta)
    if address is None:  # a Unix socket: clients are indistinguishable
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return address.packed[:NETWORK_BYTES].hex()


def client_address(meta: dict) -> IPv4Address | IPv6Address | None:
    """The peer's address; behind trusted proxies, the address the outermost of them recorded.

    Each proxy appends to X-Forwarded-For, so entries further left were sent by the client.
    """
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    recorded = parse_ip_address(forwarded[-proxies]) if 0 < proxies <= len(forwarded) else None
    return recorded or parse_ip_address(meta.get("REMOTE_ADDR", ""))


def parse_ip_address(address: str) -> IPv4Address | IPv6Address | None:
    """The IP address, or None where the text is not one."""
    try:
        return ip_address(address.strip())
    except ValueError:
        return None
