"""Creates, starts and stops one PostgreSQL data directory."""

import fcntl
import os
import re
import shutil
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

from . import paths
from .paths import EmbeddedPostgresError

MAJOR = "18"
DATABASE = "tracker"
SUPERUSER = "postgres"
STAFF = "tracker_staff"  # logs in unless another role is named
ROLES = Path(__file__).resolve().parents[3] / "deploy" / "roles.sql"
START_SECONDS = 120  # replaying the log after a crash takes its time
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's limit is 108, on some systems 104

PLAIN_PATH = re.compile(rb"[\w./-]+")  # needs no quoting in a shell or a PostgreSQL setting

# Tests can lose their data: not waiting for the disk makes them twice as fast.
FAST = ("-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off")
COMMON = (
    "-c listen_addresses=",
    "-c timezone=UTC",
    "-c log_timezone=UTC",
    "-c jit=off",
    "-c max_connections=100",
)


class Server:
    """One data directory and the server on it."""

    def __init__(self, name="dev", *, fast=False):
        self.fast = fast
        self.user = paths.system_user()
        self.home = paths.data_home(self.user)
        self.programs = paths.programs(self.home, self.user)
        self.data = self.home / name
        self.sockets = self._socket_directory()

    def url(self, database=DATABASE, role=STAFF):
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def _admin_url(self, database):
        return self.url(database, SUPERUSER)

    def start(self, role=STAFF):
        """Make sure the server runs and has its database; return its URL for a login role."""
        if not self._answers():
            with self._lock():
                if not self._answers():
                    self._initialise()
                    self._run()
                    self._create_database()
        return self.url(role=role)

    def prepare_roles(self, database=DATABASE):
        """Create the roles, and give them their rights in a database."""
        with ROLES.open("rb") as statements:
            options = ("--no-psqlrc", "--quiet", "--file=-")
            self.run_program("psql", *options, self._admin_url(database), stdin=statements)

    def stop(self):
        """Stop the server if it runs."""
        with self._lock():
            if self._processes():
                options = ("-m", "fast", "-w", "-t", START_SECONDS)
                self.run_program("pg_ctl", "stop", "-D", self.data, *options)

    def remove(self):
        """Stop the server and delete its data."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def run_program(self, program, *arguments, stdin=subprocess.DEVNULL, stdout=None):
        """Run one of PostgreSQL's own programs; its output goes to a file, not to a pipe.

        The server inherits the output, so reading a pipe to its end would wait for the server.
        Files are opened here: the system user may not reach them.
        """
        output = self.home / f"{self.data.name}-{program}.log"
        command = [str(self.programs / program), *map(str, arguments)]
        with output.open("w") as file:
            done = subprocess.run(
                command,
                stdin=stdin,
                stdout=stdout or file,
                stderr=file if stdout else subprocess.STDOUT,
                cwd="/",
                user=self.user,
                extra_groups=[] if self.user else None,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                check=False,
            )
        if done.returncode:
            said = output.read_text(errors="replace").strip()
            raise EmbeddedPostgresError(f"{program} failed:\n{said}\n{self._log_tail()}")

    # -- how --

    @contextmanager
    def _lock(self):
        with (self.home / f"{self.data.name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _socket_directory(self):
        path = os.fsencode(self.data / ".s.PGSQL.5432")
        if len(path) < SOCKET_PATH_LIMIT and PLAIN_PATH.fullmatch(path):
            return self.data
        directory = Path("/tmp") / f"tracker-{paths.digest(self.data)}"  # noqa: S108
        return paths.private_directory(directory, self.user)

    def _answers(self, database=DATABASE):
        try:
            connection = psycopg2.connect(self._admin_url(database), connect_timeout=5)
        except psycopg2.OperationalError:
            return False
        connection.close()
        return True

    def _processes(self):
        """The numbers of the processes that work on this data directory."""
        import psutil  # noqa: PLC0415  # a dependency of the wheel, absent in production

        here = {"name": "postgres", "cwd": str(self.data)}
        return [p.pid for p in psutil.process_iter(["name", "cwd"]) if p.info == here]

    def _initialise(self):
        version = self.data / "PG_VERSION"
        if version.exists():
            if version.read_text().strip() != MAJOR:
                raise EmbeddedPostgresError(
                    f"{self.data} was made by another PostgreSQL than {MAJOR}: "
                    "save what you need, then 'make clean'."
                )
            return
        # Made beside and renamed: a half-made directory is never taken for a whole one.
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        paths.private_directory(fresh, self.user)
        self.run_program(
            "initdb",
            *("-D", fresh, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-locale"),
            # Sorts by code point like C, with upper and lower case beyond ASCII.
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(["--no-sync"] if self.fast else []),
        )
        if self.data.exists() and not any(self.data.iterdir()):
            self.data.rmdir()
        fresh.rename(self.data)

    def _run(self):
        if self._comes_up():
            return
        if self._processes():
            raise EmbeddedPostgresError(
                f"A PostgreSQL on {self.data} runs but does not answer.\n{self._log_tail()}"
            )
        # Left by a server that was killed; the number inside may be another program's by now.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        options = [*COMMON, f"-c unix_socket_directories='{self.sockets}'"]
        options += FAST if self.fast else ()
        self.run_program(
            *("pg_ctl", "start", "-D", self.data, "-w", "-t", START_SECONDS),
            *("-l", self.data / "server.log", "-o", " ".join(options)),
        )

    def _comes_up(self):
        """Wait for a server that is starting, stopping or left over from a killed one."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._processes():
            if self._answers(SUPERUSER):
                return True
            time.sleep(0.2)
        return False

    def _create_database(self):
        with closing(psycopg2.connect(self._admin_url("postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        self.prepare_roles()

    def _log_tail(self):
        log = self.data / "server.log"
        if not log.exists():
            return ""
        lines = log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"The end of {log}:", *lines])
