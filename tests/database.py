"""Test databases are copies of one template, migrated once for each state of the code.

Migrating takes most of a minute, and every parallel worker needs a database of its own; copying
one takes a moment. The migrations themselves run for real when the template is made.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import sql

ROOT = Path(settings.BASE_DIR)
LOCK = 19_931_024  # any number, the same for all workers


def template() -> str:
    """The name of the template database for the code as it is now; made if there is none."""
    name = f"template_{digest()}"
    with admin_connection() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            make(cursor, name)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def make(cursor, name: str) -> None:
    building = f"{name}_building"
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template#_%' ESCAPE '#'")
    for (stale,) in cursor.fetchall():  # of earlier states of the code
        cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(stale)))
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ | {"TEST_TEMPLATE": building, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=True,
    )
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    cursor.execute(rename.format(sql.Identifier(building), sql.Identifier(name)))


def digest() -> str:
    """Of all that makes the schema: migrations, projection, models, and the locked packages."""
    files = [ROOT / "requirements-dev.lock"]
    for storey in settings.STOREYS:
        files += sorted((ROOT / storey / "migrations").glob("*.py"))
        files += sorted((ROOT / storey).glob("*.sql"))
        files += sorted((ROOT / storey / "models").glob("*.py"))
    files.append(ROOT / "tracker" / "settling.py")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def use_own(name: str) -> None:
    """Work in a new database of this name: for commands that are no tests."""
    drop_own(name)
    with admin_connection() as cursor:
        names = sql.Identifier(name), sql.Identifier(template())
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    connection.settings_dict["NAME"] = name


def drop_own(name: str) -> None:
    connection.close()
    with admin_connection() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


class admin_connection:  # noqa: N801 (used as a function)
    """A cursor outside any transaction, on the server's own database."""

    def __enter__(self):
        database = settings.DATABASES["default"]
        self.connection = psycopg2.connect(
            dbname="postgres",
            user=database["USER"],
            password=database["PASSWORD"],
            host=database["HOST"],
            port=database["PORT"] or None,
        )
        self.connection.autocommit = True
        return self.connection.cursor()

    def __exit__(self, *_error):
        self.connection.close()
