"""Checks whether the URLs of sources still respond; refuses private addresses."""

import http.client
import ipaddress
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

from django.utils import timezone

from tracker.enums import State
from tracker.models import LinkCheck, Source

AGENT = "law-tracker-link-check/1 (asks each address seldom)"
TIMEOUT = 10  # seconds
PAUSE = 2  # seconds between two questions to one host
REDIRECTS = 5
AGAIN_AFTER = timedelta(days=7)
SAFE = "/%?#&=+:;,@!$'()*[]~"  # what an address may hold as it is
# Answers that say "not like this" or "not now" to whoever asks by machine: nothing is broken.
REFUSES_MACHINES = {401, 403, 405, 406, 429, 501, 503}


@dataclass(frozen=True)
class LinkCheckResult:
    """What an address answered: its status, or why it gave none."""

    status: int | None
    problem: str = ""


class NotAsked(Exception):
    """An address that this machine does not ask: of another kind, or inside a private network."""


def check_links(*, limit: int | None = None, pause: float = PAUSE, is_private_ok=False) -> int:
    """Ask every address that was not asked for a week. Answers how many were asked."""
    asked_at: dict[str, float] = defaultdict(float)
    number = 0
    for source, url in in_turn(due()):
        if limit is not None and number >= limit:
            break
        host = urlsplit(url).netloc
        time.sleep(max(0.0, asked_at[host] + pause - time.monotonic()) if asked_at[host] else 0)
        note(source, url, ask(url, is_private_ok=is_private_ok))
        asked_at[host] = time.monotonic()
        number += 1
    forget_old_addresses()
    return number


def due() -> list[tuple[Source, str]]:
    fresh = LinkCheck.objects.filter(checked_at__gt=timezone.now() - AGAIN_AFTER)
    known = set(fresh.values_list("source", "url"))
    sources = Source.objects.exclude(state=State.WITHDRAWN).exclude(url="", archived_url="")
    pairs = [(s, url) for s in sources for url in (s.url, s.archived_url) if url]
    return [(source, url) for source, url in pairs if (source.pk, url) not in known]


def in_turn(pairs: list[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
    """One of each host, then the next of each: nobody is asked twice in a row if it can be."""
    by_host = defaultdict(list)
    for source, url in pairs:
        by_host[urlsplit(url).netloc].append((source, url))
    while by_host:
        for host in list(by_host):
            yield by_host[host].pop(0)
            if not by_host[host]:
                del by_host[host]


def note(source: Source, url: str, answer: LinkCheckResult) -> None:
    before = LinkCheck.objects.filter(source=source, url=url).first()
    now = timezone.now()
    since = (before and before.broken_since) or now
    LinkCheck.objects.update_or_create(
        source=source,
        url=url,
        defaults={
            "status": answer.status,
            "problem": answer.problem[:300],
            "checked_at": now,
            "broken_since": since if answer.problem else None,
        },
    )


def forget_old_addresses() -> None:
    """Of a source whose address was changed, what the old one answered says nothing."""
    for check in LinkCheck.objects.select_related("source"):
        if check.url not in (check.source.url, check.source.archived_url):
            check.delete()


# --- one address ------------------------------------------------------------------------------


def ask(url: str, *, is_private_ok=False) -> LinkCheckResult:
    """Follow an address to its end, by HEAD, and by GET where HEAD is not understood."""
    try:
        for _turn in range(REDIRECTS + 1):
            status, target = ask_once(url, is_private_ok)
            if target is None:
                return judged(status)
            url = urljoin(url, target)
        return LinkCheckResult(status, "It leads from address to address without end.")
    except NotAsked as reason:
        return LinkCheckResult(None, str(reason))
    except TimeoutError:
        return LinkCheckResult(None, f"No answer within {TIMEOUT} seconds.")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return LinkCheckResult(None, f"No answer: {error or type(error).__name__}"[:300])


def judged(status: int) -> LinkCheckResult:
    is_fine = status < 400 or status in REFUSES_MACHINES
    return LinkCheckResult(
        status, "" if is_fine else f"{status} {http.client.responses.get(status, '')}"
    )


def ask_once(url: str, is_private_ok: bool) -> tuple[int, str | None]:
    status, target = request("HEAD", url, is_private_ok)
    if status in (400, 403, 404, 405, 501):
        status, target = request("GET", url, is_private_ok)
    return status, target


def request(method: str, url: str, is_private_ok: bool) -> tuple[int, str | None]:
    """The status, and where it leads. Reads no body."""
    parts = urlsplit(url)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise NotAsked("Only http and https addresses are asked.")
    if not is_private_ok:
        refuse_private(parts.hostname)
    connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=TIMEOUT)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            method, quote(path, safe=SAFE), headers={"User-Agent": AGENT, "Connection": "close"}
        )
        response = connection.getresponse()
        is_elsewhere = response.status in (301, 302, 303, 307, 308)
        return response.status, response.getheader("Location") if is_elsewhere else None
    finally:
        connection.close()


def refuse_private(host: str) -> None:
    """What staff type must not make this machine talk to its neighbours."""
    for *_kind, address in socket.getaddrinfo(host, None):
        if not ipaddress.ip_address(address[0]).is_global:
            raise NotAsked("The address lies in a private network.")
