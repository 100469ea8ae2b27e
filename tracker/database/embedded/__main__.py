"""Command line of the development server: start, stop, url, remove."""

import shutil
import sys

from .paths import EmbeddedPostgresError
from .server import Server

NAMES = ("dev", "test")


def remove():
    for name in NAMES:
        server = Server(name)
        server.remove()
    shutil.rmtree(server.home / "program", ignore_errors=True)


def main(arguments):
    commands = {
        "start": lambda: print(Server().start()),
        "url": lambda: print(Server().url()),
        "stop": lambda: [Server(name).stop() for name in NAMES],
        "remove": remove,
    }
    if len(arguments) != 1 or arguments[0] not in commands:
        sys.exit("usage: python -m tracker.database.embedded start|stop|url|remove")
    try:
        commands[arguments[0]]()
    except EmbeddedPostgresError as error:
        sys.exit(f"PostgreSQL: {error}")


main(sys.argv[1:])
