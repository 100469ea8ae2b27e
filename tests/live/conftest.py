"""One server for all tests of a process that only ask."""

import pytest

from tests.live.server import LiveServer, serving


@pytest.fixture(scope="session")
def live() -> LiveServer:
    with serving() as server:
        yield server
