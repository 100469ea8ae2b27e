"""A gunicorn server as in production, on a separate database with the founding data."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psycopg2
from django.conf import settings

from tests import database
from tests.gunicorn import HOST, free_port, wait_until_ready


@dataclass(frozen=True)
class LiveServer:
    """Port and database of a running server."""

    port: int
    database: str

    @property
    def host(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def api(self) -> str:
        return f"{self.host}/api/v1/"

    def send_raw(self, request: bytes) -> bytes:
        """Send raw bytes and return the response, until the server closes the connection."""
        with socket.create_connection((HOST, self.port), timeout=20) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may reject a request early
                connection.sendall(request)
            response = b""
            with suppress(ConnectionResetError):
                while part := connection.recv(65536):
                    response += part
        return response

    def write(self, statement: str, *values) -> None:
        """Execute a statement in a transaction of its own, as a change by staff would be."""
        default = settings.DATABASES["default"]
        with (
            psycopg2.connect(
                dbname=self.database,
                user=default["USER"],
                password=default["PASSWORD"],
                host=default["HOST"],
                port=default["PORT"] or None,
                options="-c search_path=public,ext",
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
        connection.close()


@contextmanager
def running_server(**environment: str) -> Iterator[LiveServer]:
    """Context manager: starts a server; stops it and drops its database at the end."""
    server = LiveServer(free_port(), f"live_{os.getpid()}_{time.monotonic_ns()}")
    with database.admin_connection() as cursor:
        database.create(cursor, server.database, database.founding_template())
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tracker.wsgi:application", "--workers", "1"]
        + ["--bind", f"{HOST}:{server.port}", "--log-level", "error"],
        cwd=database.ROOT,
        env=os.environ | database.environment_of(server.database) | environment,
    )
    try:
        wait_until_ready(f"{server.host}/healthz", process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        with database.admin_connection() as cursor:
            database.drop(cursor, server.database)
