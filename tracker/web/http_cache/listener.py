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
        self.line, self.next_try = None, 0.0

    @property
    def is_listening(self) -> bool:
        return self.line is not None

    def may_have_missed(self) -> bool:
        """Whether the data may have changed since the last call."""
        try:
            if not self.is_listening:
                self.connect()
                return True
            self.say(LISTEN_BARRIER)
            has_notifications = bool(self.line.notifies)
            self.line.notifies.clear()
        except psycopg2.Error:
            self.close()
            return True
        return has_notifications

    def connect(self) -> None:
        """Connect and LISTEN, at most once in RECONNECT_SECONDS. Raises psycopg2.Error."""
        if monotonic() < self.next_try:
            return
        self.next_try = monotonic() + RECONNECT_SECONDS
        self.line = psycopg2.connect(**connection.get_connection_params() | CONNECTION_OPTIONS)
        self.line.autocommit = True
        self.say(f"LISTEN {CHANNEL}")

    def say(self, statement: str) -> None:
        with self.line.cursor() as cursor:
            cursor.execute(statement)

    def close(self) -> None:
        if self.is_listening:
            self.line.close()
        self.line = None
