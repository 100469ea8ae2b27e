"""Command line of the development server: start, stop, url, remove."""

import shutil
import sys

from .paths import EmbeddedPostgresError
from .server import STAFF, Server

NAMES = ("dev", "test")


def remove():
    for name in NAMES:
        server = Server(name)
        server.remove()
    shutil.rmtree(server.home / "program", ignore_errors=True)


def main(command="", role=STAFF, *further):
    commands = {
        "start": lambda: print(Server().start(role)),
        "url": lambda: print(Server().url(role=role)),
        "stop": lambda: [Server(name).stop() for name in NAMES],
        "remove": remove,
    }
    if command not in commands or further:
        sys.exit("usage: python -m tracker.database.embedded start|url|stop|remove [ROLE]")
    try:
        commands[command]()
    except EmbeddedPostgresError as error:
        sys.exit(f"PostgreSQL: {error}")


main(*sys.argv[1:])
