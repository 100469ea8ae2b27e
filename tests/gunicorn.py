"""Starting gunicorn on a local port."""

import socket
import subprocess
import time
from urllib.request import urlopen

HOST = "127.0.0.1"
READY_SECONDS = 60


class NotServedError(RuntimeError):
    """The server did not start in time."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until_ready(address: str, server: subprocess.Popen) -> None:
    """Wait until a URL responds. Raises NotServedError."""
    deadline = time.monotonic() + READY_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 (our own address)
                return
        except OSError:  # connection refused or timed out: not ready
            time.sleep(0.1)
    raise NotServedError(f"{address} does not answer.")
