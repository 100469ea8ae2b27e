"""Connection that LISTENs for changes of the public data."""

from time import monotonic

import psycopg2
from django.db import connection

CHANNEL = "public_data"  # tracker/changes/tracking.sql notifies it
# Reads nothing. Its end is told after every call of a transaction that was told its own end
# before we asked; merely looking at the connection would miss what is still on its way.
LISTEN_BARRIER = "SELECT"
PAUSE = 1  # seconds between attempts to connect
OPTIONS = {
    "connect_timeout": 2,  # seconds
    "tcp_user_timeout": 5000,  # milliseconds until a server that vanished is given up
    "application_name": "tracker listener",
}


class Listener:
    """One connection that does nothing but listen. For one thread at a time."""

    def __init__(self):
        self.line, self.next_try = None, 0.0

    @property
    def is_listening(self) -> bool:
        return self.line is not None

    def may_have_missed(self) -> bool:
        """Whether anything may have changed since this was last asked."""
        try:
            if not self.is_listening:
                self.connect()
                return True
            self.say(LISTEN_BARRIER)
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
        self.line = psycopg2.connect(**connection.get_connection_params() | OPTIONS)
        self.line.autocommit = True
        self.say(f"LISTEN {CHANNEL}")

    def say(self, statement: str) -> None:
        with self.line.cursor() as cursor:
            cursor.execute(statement)

    def close(self) -> None:
        if self.is_listening:
            self.line.close()
        self.line = None
