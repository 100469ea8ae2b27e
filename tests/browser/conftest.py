"""Browser tests run in Debian's Chromium, cut off from everything but the test server."""

import os

import pytest

from tests.browser import chromium

# Playwright keeps an event loop running, and Django then suspects each query of blocking it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    program = chromium.program()
    if program is None:
        pytest.fail("No Chromium found: 'make chromium' installs it.")
    return browser_type_launch_args | {"executable_path": program, "args": chromium.FLAGS}
