"""The public site as in production, on localhost, for Lighthouse."""

import json
import os
import re
import secrets
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.gunicorn import HOST, free_port, wait_until_ready

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def running_site(database_url: str):
    """Context manager: starts the public site on a database, yields its base URL."""
    port = free_port()
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
