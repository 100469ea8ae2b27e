"""Path and command-line flags of Debian's Chromium, without background network requests."""

import shutil

FLAGS = [
    "--no-sandbox",  # runs as root in containers; it only ever opens our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Path of the browser, or None if it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
