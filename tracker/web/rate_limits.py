"""Rate limit counters per client network, in process memory or the shared cache.

What is counted has no name but a keyed digest that is another one each minute. It is kept in
memory, or in the shared cache if there is one, and gone after the minute; it is never logged.
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

WINDOW = 60  # seconds; the same for everybody, by the clock
GRACE = 10  # seconds for which a shared count outlives its minute, so that none ends in between
NETWORK = 8  # bytes of an IPv6 address that name a connection; the rest its user may choose
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RateLimitState:
    """What somebody has in this minute, and has used of it."""

    limit: int
    used: int
    reset: int  # seconds until the next minute

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit


def consume_quota(kind: str, who: str) -> RateLimitState:
    """Count one request of somebody; `kind` is one of settings.API_LIMITS."""
    now = time()
    window = int(now // WINDOW)
    name = salted_hmac(__name__, f"{window} {kind} {who}", algorithm="sha256").hexdigest()
    reset = ceil((window + 1) * WINDOW - now)
    return RateLimitState(settings.API_LIMITS[kind], count(window, name), reset)


# --- Counting -----------------------------------------------------------------------------------


class RateLimitCounter:
    """The counts of one minute in this process; the first request of the next forgets them."""

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


def count(window: int, name: str) -> int:
    """One more under this name. In this process alone while the shared cache is away."""
    if not settings.CACHE_URL:
        return process_counter.add(window, name)
    try:
        return count_shared(name)
    except Exception as error:  # whatever its client raises: an answer matters more than a limit
        if process_counter.add(window, "cache away") == 1:
            logger.warning("The shared cache does not answer (%s).", type(error).__name__)
        return process_counter.add(window, name)


def count_shared(name: str) -> int:
    key = f"limit:{name}"
    cache.add(key, 0, timeout=WINDOW + GRACE)
    return cache.incr(key)


# --- Who ----------------------------------------------------------------------------------------


def network_of(meta: dict) -> str:
    """Where a request comes from: an IPv4 address, or the /64 of an IPv6 address."""
    address = client_address(meta)
    if address is None:  # a Unix socket: no telling apart
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return address.packed[:NETWORK].hex()


def client_address(meta: dict) -> IPv4Address | IPv6Address | None:
    """The peer's address; behind proxies that we trust, what the outermost of them saw.

    Each proxy appends to X-Forwarded-For: what stands further left was sent by the client.
    """
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    seen = parsed(forwarded[-proxies]) if 0 < proxies <= len(forwarded) else None
    return seen or parsed(meta.get("REMOTE_ADDR", ""))


def parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address.strip())
    except ValueError:
        return None
