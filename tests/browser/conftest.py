"""Browser tests run in Debian's Chromium, cut off from everything but the test server."""

import os
import shutil

import pytest

# Playwright keeps an event loop running, and Django then suspects each query of blocking it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

FLAGS = [
    "--no-sandbox",  # runs as root in containers; it only ever opens our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("No Chromium found: 'make chromium' installs it.")
    return browser_type_launch_args | {"executable_path": chromium, "args": FLAGS}
