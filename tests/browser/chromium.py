"""Debian's Chromium: where it is, and how it runs without asking anything of anybody."""

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


def program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")
