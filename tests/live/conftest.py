"""One server for all tests of a process that only ask."""

import pytest

from tests.live.server import LiveServer, running_server


@pytest.fixture(scope="session")
def live() -> LiveServer:
    with running_server() as server:
        yield server
