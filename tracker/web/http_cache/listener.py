"""Database connection that LISTENs for changes of the public data."""

from time import monotonic

import psycopg2
from django.db import connection

CHANNEL = "public_data"  # tracker/changes/tracking.sql notifies it
# Empty round trip: PostgreSQL delivers pending NOTIFYs before it answers, so after it we have seen
# every commit already acknowledged. Polling the socket would miss some.
LISTEN_BARRIER = "SELECT"
RECONNECT_SECONDS = 1  # seconds between connection attempts
CONNECTION_OPTIONS = {
    "connect_timeout": 2,  # seconds
    "tcp_user_timeout": 5000,  # milliseconds until an unreachable server is given up
    "application_name": "tracker listener",
}


class ChangeListener:
    """A connection used for LISTEN only. Not thread-safe: callers hold a lock."""

    def __init__(self):
        self.connection, self.next_attempt = None, 0.0

    @property
    def is_listening(self) -> bool:
        return self.connection is not None

    def may_have_missed(self) -> bool:
        """Whether the data may have changed since the last call."""
        try:
            if not self.is_listening:
                self.connect()
                return True
            self.execute(LISTEN_BARRIER)
            has_notifications = bool(self.connection.notifies)
            self.connection.notifies.clear()
        except psycopg2.Error:
            self.close()
            return True
        return has_notifications

    def connect(self) -> None:
        """Connect and LISTEN, at most once in RECONNECT_SECONDS. Raises psycopg2.Error."""
        if monotonic() < self.next_attempt:
            return
        self.next_attempt = monotonic() + RECONNECT_SECONDS
        self.connection = psycopg2.connect(
            **connection.get_connection_params() | CONNECTION_OPTIONS
        )
        self.connection.autocommit = True
        self.execute(f"LISTEN {CHANNEL}")

    def execute(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)

    def close(self) -> None:
        if self.is_listening:
            self.connection.close()
        self.connection = None
