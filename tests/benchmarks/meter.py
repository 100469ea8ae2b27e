"""Measuring on a machine that is not ours alone: ratios between variants run in turn.

Counts the processor's time of this process and of its database backend, not the clock: what other
processes do then matters less. Reads /proc, so it runs on Linux only.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tracker.visibility.public_reader import public_reader

MILLI = 1000
# Of each transaction: that it begins, as whom, and that it ends.
TRANSACTION = ("SAVEPOINT", "ROLLBACK", "RELEASE", "BEGIN", "SET LOCAL", "RESET")


@dataclass
class Variant:
    """One way to get something, and what each run of it took, in milliseconds."""

    name: str
    run: Callable[[], bytes]
    python: list[float] = field(default_factory=list)
    backend: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0

    @property
    def cost(self) -> float:
        return statistics.median(map(sum, zip(self.python, self.backend, strict=True)))

    def in_words(self, limit: float) -> str:
        python, backend = statistics.median(self.python), statistics.median(self.backend)
        return (
            f"{self.name:44} {self.cost / limit:7.2f} x (a)   python {python:7.2f} ms, "
            f"backend {backend:8.2f} ms, {self.queries:2} queries, {self.size / 1000:7.1f} kB"
        )


def measure(variants: list[Variant], rounds: int) -> None:
    """Run all in turn, as often as told; the first time, which loads and plans, does not count."""
    for variant in variants:
        with CaptureQueriesContext(connection) as asked:
            variant.size = len(variant.run())
        queries = [query["sql"] for query in asked.captured_queries]
        variant.queries = sum(not sql.startswith(TRANSACTION) for sql in queries)
    for _ in range(rounds):
        for variant in variants:
            before = time.process_time(), backend_time()
            variant.run()
            after = time.process_time(), backend_time()
            variant.python.append((after[0] - before[0]) * MILLI)
            variant.backend.append((after[1] - before[1]) * MILLI)


def backend_time() -> float:
    """What the backend of our connection has used of the processor, in seconds."""
    pid = connection.connection.info.backend_pid
    # The scheduler counts in nanoseconds; /proc/<pid>/stat only in hundredths of a second.
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


# --- What is run ----------------------------------------------------------------------------------

application = None


def get(address: str, **headers: str) -> bytes:
    """The body of an answer of the whole site, all middleware included, without a network."""
    global application
    application = application or WSGIHandler()
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        **headers,
    }
    told = []
    response = application(environ, lambda status, headers, *_: told.append((status, headers)))
    body = b"".join(response)
    if not told[0][0].startswith(("200", "304")):
        raise RuntimeError(f"{address}: {told[0][0]} {body[:500]!r}")
    get.headers = dict(told[0][1])
    return body


def asked(sql: str, *params) -> Callable[[], bytes]:
    """One statement as the public; what comes back as bytes."""

    def run():
        with public_reader(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return str(cursor.fetchall()[0][0]).encode()

    return run
