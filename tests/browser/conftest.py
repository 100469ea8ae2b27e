"""Browser tests run in Debian's Chromium."""

import os

import pytest

from tests.browser import chromium

# Playwright runs an event loop, in which Django would otherwise raise SynchronousOnlyOperation.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    program = chromium.find_chromium()
    if program is None:
        pytest.fail("No Chromium found: 'make chromium' installs it.")
    return browser_type_launch_args | {"executable_path": program, "args": chromium.FLAGS}
