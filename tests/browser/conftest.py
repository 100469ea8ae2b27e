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


@pytest.fixture
def complaints(page, live_server):
    """Console messages other than logs, page errors and requests to other hosts."""
    messages = []
    page.on("console", lambda m: messages.append(m.text) if m.type != "log" else None)
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda r: messages.append(r.url) if is_external(r) else None)

    def is_external(request):
        return not request.url.startswith(live_server.url)

    return messages
