"""The public site as in production, on localhost, for Lighthouse."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
READY_SECONDS = 60


class NotServedError(RuntimeError):
    """The site did not start in time."""


@contextmanager
def running_site(database_url: str):
    """Context manager: starts the public site on a database, yields its base URL."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    environment = production_environment(database_url)
    run_manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
    server = subprocess.Popen(gunicorn_command(port), cwd=ROOT, env=environment)
    try:
        wait_until_ready(f"http://{HOST}:{port}/readyz", server)
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        server.wait()


def production_environment(database_url: str) -> dict[str, str]:
    """The environment of the service `public` in docker-compose.yml, but without TLS."""
    inherited = {name: value for name, value in os.environ.items() if name != "DEBUG"}
    return inherited | {
        "PUBLIC_ONLY": "1",
        "DATABASE_URL": database_url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "HTTPS_ONLY": "0",
        "LOG_LEVEL": "WARNING",
    }


def gunicorn_command(port: int) -> list[str]:
    """The command of the Dockerfile, bound to a local port."""
    dockerfile = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
    [_program, *options] = json.loads(re.search(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)[1])
    options[options.index("--bind") + 1] = f"{HOST}:{port}"
    return [sys.executable, "-m", "gunicorn", *options, "--log-level", "warning"]


def run_manage(environment, *arguments: str) -> None:
    """Run a `manage.py` command."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def wait_until_ready(address: str, server: subprocess.Popen) -> None:
    """Wait until a URL responds. Raises NotServedError."""
    deadline = time.monotonic() + READY_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 (our own address)
                return
        except OSError:  # connection refused or timed out: not ready
            time.sleep(0.2)
    raise NotServedError(f"{address} does not answer.")
