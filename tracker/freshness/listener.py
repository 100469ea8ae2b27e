"""Hearing, without a query, that something changed: a connection on which PostgreSQL calls."""

import select
from time import monotonic

import psycopg2
from django.db import connection

CHANNEL = "public_data"  # tracker/settling.sql notifies it
PAUSE = 1  # seconds between attempts to connect
# A server that vanished without a word is noticed after some twenty seconds.
OPTIONS = {
    "connect_timeout": 2,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "application_name": "tracker listener",
}


class Listener:
    """One connection that does nothing but listen. For one thread at a time."""

    def __init__(self):
        self.line, self.bell, self.next_try = None, None, 0.0

    @property
    def is_listening(self) -> bool:
        return self.line is not None

    def may_have_missed(self) -> bool:
        """Whether anything may have changed since this was last asked."""
        try:
            if not self.is_listening:
                self.connect()
                return True
            while self.bell.poll(0):  # a closed connection rings too, until reading it fails
                self.line.poll()
            heard = bool(self.line.notifies)
            self.line.notifies.clear()
        except psycopg2.Error:
            self.close()
            return True
        return heard

    def connect(self) -> None:
        if monotonic() < self.next_try:
            return
        self.next_try = monotonic() + PAUSE
        line = psycopg2.connect(**connection.get_connection_params() | OPTIONS)
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self.bell = select.poll()
        self.bell.register(line.fileno(), select.POLLIN)
        self.line = line

    def close(self) -> None:
        if self.is_listening:
            self.line.close()
        self.line = None
