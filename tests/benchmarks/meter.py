"""Measures variants in turn, for ratios that hold on a shared machine.

Counts the processor time of this process and of its database backend, not wall clock time, so that
other processes disturb less. Reads /proc, so it needs Linux.
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

MILLISECONDS = 1000
# Statements around the queries of a transaction, which are not counted.
TRANSACTION_STATEMENTS = ("SAVEPOINT", "ROLLBACK", "RELEASE", "BEGIN", "SET LOCAL", "RESET")


@dataclass
class Variant:
    """One thing to measure: milliseconds of processor time per run, number of queries, bytes."""

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


def measure_variants(variants: list[Variant], rounds: int) -> None:
    """Run all variants in turn, `rounds` times, after one uncounted run that fills caches."""
    for variant in variants:
        with CaptureQueriesContext(connection) as captured:
            variant.size = len(variant.run())
        queries = [query["sql"] for query in captured.captured_queries]
        variant.queries = sum(not sql.startswith(TRANSACTION_STATEMENTS) for sql in queries)
    for _ in range(rounds):
        for variant in variants:
            before = time.process_time(), backend_time()
            variant.run()
            after = time.process_time(), backend_time()
            variant.python.append((after[0] - before[0]) * MILLISECONDS)
            variant.backend.append((after[1] - before[1]) * MILLISECONDS)


def backend_time() -> float:
    """Processor time of the backend of the connection, in seconds."""
    pid = connection.connection.info.backend_pid
    # The scheduler counts in nanoseconds; /proc/<pid>/stat only in hundredths of a second.
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


# --- What to measure ------------------------------------------------------------------------------

application = None


def get_response_body(address: str, **headers: str) -> bytes:
    """Body of a response of the site, with all middleware but without a network."""
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
    started = []
    response = application(environ, lambda status, headers, *_: started.append((status, headers)))
    body = b"".join(response)
    if not started[0][0].startswith(("200", "304")):
        raise RuntimeError(f"{address}: {started[0][0]} {body[:500]!r}")
    get_response_body.headers = dict(started[0][1])
    return body


def sql_runner(sql: str, *params) -> Callable[[], bytes]:
    """A function that executes one statement as the public role and returns its value as bytes."""

    def run():
        with public_reader(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return str(cursor.fetchall()[0][0]).encode()

    return run
