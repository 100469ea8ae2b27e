"""A server of our own, as in production, on a database of its own with the founding data."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psycopg2
from django.conf import settings

from tests import database

STARTS_WITHIN = 60  # seconds


@dataclass(frozen=True)
class LiveServer:
    """Where it answers, and the database it reads."""

    port: int
    database: str

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        return f"{self.host}/api/v1/"

    def say(self, request: bytes) -> bytes:
        """What is answered to these bytes, until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may have heard enough
                connection.sendall(request)
            answer = b""
            with suppress(ConnectionResetError):
                while part := connection.recv(65536):
                    answer += part
        return answer

    def write(self, statement: str, *values) -> None:
        """Change something, as staff would: in a transaction of its own."""
        of = settings.DATABASES["default"]
        with (
            psycopg2.connect(
                dbname=self.database,
                user=of["USER"],
                password=of["PASSWORD"],
                host=of["HOST"],
                port=of["PORT"] or None,
                options="-c search_path=public,ext",
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
        connection.close()


@contextmanager
def serving(**environment: str) -> Iterator[LiveServer]:
    """A server while it is needed; its database goes with it."""
    server = LiveServer(free_port(), f"live_{os.getpid()}_{time.monotonic_ns()}")
    with database.admin_connection() as cursor:
        database.create(cursor, server.database, database.founding_template())
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tracker.wsgi:application", "--workers", "1"]
        + ["--bind", f"127.0.0.1:{server.port}", "--log-level", "error"],
        cwd=database.ROOT,
        env=os.environ | database.environment_of(server.database) | environment,
    )
    try:
        wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        with database.admin_connection() as cursor:
            database.drop(cursor, server.database)


def wait_for(server: LiveServer, process: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):  # refused, or too slow yet
            urllib.request.urlopen(f"{server.host}/healthz", timeout=5).close()  # noqa: S310
            return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
