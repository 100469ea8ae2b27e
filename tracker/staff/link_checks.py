"""Checks whether the URLs of sources still respond; refuses private addresses."""

import http.client
import ipaddress
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import zip_longest
from urllib.parse import quote, urljoin, urlsplit

from django.utils import timezone

from tracker.enums import State
from tracker.models import LinkCheck, Source

USER_AGENT = "law-tracker-link-check/1 (asks each address seldom)"
REQUEST_TIMEOUT = 10  # seconds
HOST_PAUSE = 2  # seconds between two requests to one host
MAX_REDIRECTS = 5
RECHECK_AFTER = timedelta(days=7)
SAFE_URL_CHARACTERS = "/%?#&=+:;,@!$'()*[]~"  # characters of a URL that are not percent-encoded
# Statuses that sites send to automated clients: not treated as broken links.
BOT_REFUSAL_STATUSES = {401, 403, 405, 406, 429, 501, 503}


LinkCheckResult = tuple[int | None, str]  # HTTP status; the problem if the link is broken, or ""


class UrlNotAllowed(Exception):
    """A URL that is not requested: another scheme, or a private network."""


def check_links(*, limit: int | None = None, pause: float = HOST_PAUSE, is_private_ok=False) -> int:
    """Check every URL not checked for a week; returns how many were checked."""
    requested_at: dict[str, float] = defaultdict(float)
    count = 0
    for source, url in interleave_hosts(urls_due()):
        if limit is not None and count >= limit:
            break
        host = urlsplit(url).netloc
        last_request = requested_at[host]
        time.sleep(max(0.0, last_request + pause - time.monotonic()) if last_request else 0)
        save_link_check(source, url, *check_url(url, is_private_ok=is_private_ok))
        requested_at[host] = time.monotonic()
        count += 1
    delete_outdated_checks()
    return count


def urls_due() -> list[tuple[Source, str]]:
    recent = LinkCheck.objects.filter(checked_at__gt=timezone.now() - RECHECK_AFTER)
    checked = set(recent.values_list("source", "url"))
    sources = Source.objects.exclude(state=State.WITHDRAWN).exclude(url="", archived_url="")
    pairs = [(s, url) for s in sources for url in (s.url, s.archived_url) if url]
    return [(source, url) for source, url in pairs if (source.pk, url) not in checked]


def interleave_hosts(pairs: list[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
    """Round-robin over hosts, to avoid consecutive requests to the same host."""
    by_host = defaultdict(list)
    for source, url in pairs:
        by_host[urlsplit(url).netloc].append((source, url))
    for turn in zip_longest(*by_host.values()):
        yield from filter(None, turn)


def save_link_check(source: Source, url: str, status: int | None, problem: str) -> None:
    previous = LinkCheck.objects.filter(source=source, url=url).first()
    now = timezone.now()
    broken_since = (previous and previous.broken_since) or now
    LinkCheck.objects.update_or_create(
        source=source,
        url=url,
        defaults={
            "status": status,
            "problem": problem[:300],
            "checked_at": now,
            "broken_since": broken_since if problem else None,
        },
    )


def delete_outdated_checks() -> None:
    """Delete the checks of URLs that are no longer the URLs of their source."""
    for check in LinkCheck.objects.select_related("source"):
        if check.url not in (check.source.url, check.source.archived_url):
            check.delete()


# --- one URL ----------------------------------------------------------------------------------


def check_url(url: str, *, is_private_ok=False) -> LinkCheckResult:
    """Request a URL and follow its redirects, by HEAD, or by GET where HEAD is refused."""
    try:
        for _redirect in range(MAX_REDIRECTS + 1):
            status, target = request_with_fallback(url, is_private_ok)
            if target is None:
                return result_of_status(status)
            url = urljoin(url, target)
        return status, "It leads from address to address without end."
    except UrlNotAllowed as reason:
        return None, str(reason)
    except TimeoutError:
        return None, f"No answer within {REQUEST_TIMEOUT} seconds."
    except (OSError, http.client.HTTPException, ValueError) as error:
        return None, f"No answer: {error or type(error).__name__}"[:300]


def result_of_status(status: int) -> LinkCheckResult:
    is_working = status < 400 or status in BOT_REFUSAL_STATUSES
    return status, "" if is_working else f"{status} {http.client.responses.get(status, '')}"


def request_with_fallback(url: str, is_private_ok: bool) -> tuple[int, str | None]:
    status, target = send_request("HEAD", url, is_private_ok)
    if status in (400, 403, 404, 405, 501):
        status, target = send_request("GET", url, is_private_ok)
    return status, target


def send_request(method: str, url: str, is_private_ok: bool) -> tuple[int, str | None]:
    """HTTP status and redirect target, if any. Does not read the body."""
    parts = urlsplit(url)
    connection_classes = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if parts.scheme not in connection_classes or not parts.hostname:
        raise UrlNotAllowed("Only http and https addresses are asked.")
    if not is_private_ok:
        refuse_private_host(parts.hostname)
    connection_class = connection_classes[parts.scheme]
    connection = connection_class(parts.hostname, parts.port, timeout=REQUEST_TIMEOUT)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            method,
            quote(path, safe=SAFE_URL_CHARACTERS),
            headers={"User-Agent": USER_AGENT, "Connection": "close"},
        )
        response = connection.getresponse()
        is_redirect = response.status in (301, 302, 303, 307, 308)
        return response.status, response.getheader("Location") if is_redirect else None
    finally:
        connection.close()


def refuse_private_host(host: str) -> None:
    """Raise if the host resolves to a private address (server-side request forgery)."""
    for *_family, address in socket.getaddrinfo(host, None):
        if not ipaddress.ip_address(address[0]).is_global:
            raise UrlNotAllowed("The address lies in a private network.")
