"""One server for all tests of a process that only ask."""

import pytest

from tests.live.server import Server, serving


@pytest.fixture(scope="session")
def live() -> Server:
    with serving() as server:
        yield server
