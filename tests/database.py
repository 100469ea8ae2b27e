"""Test databases are copies of one template, migrated once for each state of the code.

Migrating takes most of a minute, and every parallel worker needs a database of its own; copying
one takes a moment. The migrations themselves run for real when the template is made.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import BinaryIO

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import sql

from tracker.database.embedded.server import STAFF, SUPERUSER, Server

ROOT = Path(settings.BASE_DIR)
LOCK = 19_931_024  # any number, the same for all workers
OWNER = "tracker_owner"
SERVER = Server("test", fast=True)


def template() -> str:
    """The name of the template database for the code as it is now; made if there is none."""
    migrate = ["migrate", "--verbosity", "0"]
    return made(f"template_{digest()}", migrate, role=OWNER, first=drop_stale)


def founding_template() -> str:
    """The name of a template with the founding data in it; made if there is none."""
    base = template()
    name = f"{base}_{digest_of(founding_files())}"
    return made(name, ["load_founding_data", "--verbosity", "0"], base=base)


def made(
    name: str, command: list[str], *, base="template1", role=STAFF, first=lambda _cursor: None
) -> str:
    """The name of a database made from another by one of our commands, once."""
    building = f"{name}_building"
    with admin_connection() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            first(cursor)
            create(cursor, building, base)
            manage(command, building, role)
            leave_alone(building)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            cursor.execute(rename.format(sql.Identifier(building), sql.Identifier(name)))
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def drop_stale(cursor) -> None:
    """Drop the templates of earlier states of the code."""
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template#_%' ESCAPE '#'")
    for (stale,) in cursor.fetchall():
        drop(cursor, stale)


def create(cursor, name: str, base: str) -> None:
    """Copy a database, with the rights that the roles of production have in it."""
    drop(cursor, name)  # left by an interrupted run
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY")
    cursor.execute(copy.format(*map(sql.Identifier, (name, base, OWNER))))
    if base == "template1":
        SERVER.prepare_roles(name)
    else:  # rights inside the database are copied, those on it are not
        for statement in (
            "REVOKE ALL ON DATABASE {} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {} TO tracker_staff, tracker_reader",
        ):
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    # Never inherited: only superuser_rights() makes use of it.
    cursor.execute(f"GRANT {SUPERUSER} TO {STAFF} WITH INHERIT FALSE, SET TRUE")


def drop(cursor, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    cursor.execute(statement.format(sql.Identifier(name)))


def dump(name: str, file: BinaryIO, *options: str) -> None:
    """Write a database as SQL to a file; `options` are those of pg_dump."""
    SERVER.run_program("pg_dump", *options, SERVER.url(name, SUPERUSER), stdout=file)


def restore(file: BinaryIO, name: str) -> None:
    """Fill an empty database with the SQL in a file."""
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    SERVER.run_program("psql", *options, "--file=-", SERVER.url(name, SUPERUSER), stdin=file)


def manage(command: list[str], name: str, role: str = STAFF) -> None:
    """Run one of our commands on a database of the test server."""
    environment = os.environ | environment_of(name, role)
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def leave_alone(name: str) -> None:
    """Have nobody count rows behind a test's back: of those it has not committed, statistics say
    that there are none, and statements planned by them take minutes."""
    with admin_connection(name) as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %s SET (autovacuum_enabled = false)', oid::regclass)"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace IN"
            " ('public'::regnamespace, 'cdc'::regnamespace)"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def environment_of(name: str, role: str = STAFF) -> dict[str, str]:
    """Environment of a process that works on a database of the test server."""
    return {
        "TEST_DATABASE": name,
        "TEST_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


def digest() -> str:
    """Of all that makes the schema: migrations, projection, models, and the locked packages."""
    files = [ROOT / "requirements-dev.lock", ROOT / "deploy" / "roles.sql"]
    files.append(ROOT / "tracker" / "visibility" / "projection.py")
    for app in settings.APP_LAYERS:
        files += sorted((ROOT / app / "migrations").glob("*.py"))
        files += sorted((ROOT / app).rglob("*.sql"))
        files += sorted((ROOT / app / "models").rglob("*.py"))
    files += sorted((ROOT / "tracker" / "changes").glob("*.py"))
    return digest_of(files)


def founding_files() -> list[Path]:
    """What makes the founding data: the files, and all code that reads them."""
    folders = [ROOT / app for app in settings.APP_LAYERS]
    return [
        file
        for folder in folders
        for pattern in (
            *("founding/**/*", "tables/founding/*.py"),
            "management/commands/*founding*.py",
        )
        for file in sorted(folder.glob(pattern))
        if file.is_file() and file.suffix != ".pyc"
    ]


def digest_of(files: list[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def use_own(name: str) -> None:
    """Work in a new database of this name: for commands that are no tests."""
    connection.close()
    with admin_connection() as cursor:
        create(cursor, name, template())
    connection.settings_dict["NAME"] = name


def drop_own(name: str) -> None:
    connection.close()
    with admin_connection() as cursor:
        drop(cursor, name)


@contextmanager
def founding_data():
    """Work in a copy of the database with the founding data, then in the former one again."""
    former = connection.settings_dict["NAME"]
    copied = f"{former}_founding"
    connection.close()
    with admin_connection() as cursor:
        create(cursor, copied, founding_template())
    connection.settings_dict["NAME"] = copied
    try:
        yield
    finally:
        drop_own(copied)
        connection.settings_dict["NAME"] = former


@contextmanager
def logged_in_as(role: str):
    """Outside a transaction: work as another login role, then as the staff again."""
    connection.close()
    former, connection.settings_dict["USER"] = connection.settings_dict["USER"], role
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = former


@contextmanager
def superuser_rights():
    """A cursor of the tests' own connection with the rights of a superuser.

    For what the staff role may not do, such as disabling triggers or reading schema cdc.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {SUPERUSER}")
        yield cursor
        cursor.execute("RESET ROLE")


class SavedRows:
    """All rows of a database as they are now, to come back to after a test that commits.

    Copying the template again takes 1.4 seconds, restoring rows a twentieth of that.
    """

    def __init__(self, name: str):
        self.name = name
        with admin_connection(name) as cursor:
            self.tables = self._tables(cursor)
            self.rows = {table: self._read(cursor, table) for table in self._filled(cursor)}
            self.sequences = self._sequences(cursor)

    def restore(self) -> None:
        """Bring the rows and sequences back; triggers do not run."""
        with admin_connection(self.name) as cursor:
            cursor.execute("BEGIN; SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL lock_timeout = 20000")  # a test left a transaction open
            for table in self._filled(cursor):
                rows = self.rows.get(table)
                if rows is None or rows != self._read(cursor, table):
                    cursor.execute(f"DELETE FROM {table}")
                    cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows or ""))
            for table in self.rows.keys() - set(self._filled(cursor)):
                cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(self.rows[table]))
            for sequence in self._sequences(cursor) - self.sequences:
                [former] = [each for each in self.sequences if each[0] == sequence[0]]
                cursor.execute("SELECT setval(%s, %s, %s)", former)
            cursor.execute("COMMIT")

    def _tables(self, cursor) -> list[str]:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname IN ('public', 'cdc')"
        )
        return [table for (table,) in cursor.fetchall()]

    def _filled(self, cursor) -> list[str]:
        parts = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in self.tables]
        cursor.execute(" UNION ALL ".join(parts))
        return [table for (table,) in cursor.fetchall()]

    def _read(self, cursor, table: str) -> str:
        rows = StringIO()
        cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
        return rows.getvalue()

    def _sequences(self, cursor) -> set[tuple]:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),"
            " last_value IS NOT NULL FROM pg_sequences"
        )
        return set(cursor.fetchall())


class admin_connection:  # noqa: N801 (used as a function)
    """A superuser's cursor outside any transaction, on the server's own database or on another."""

    def __init__(self, name: str = "postgres"):
        self.name = name

    def __enter__(self):
        self.connection = psycopg2.connect(SERVER.url(self.name, SUPERUSER))
        self.connection.autocommit = True
        return self.connection.cursor()

    def __exit__(self, *_error):
        self.connection.close()
