"""Fixtures: a process with a response cache, and a client of it."""

from unittest.mock import patch

import pytest
from django.test import Client

from tests import factories as make
from tracker.web.http_cache import middleware
from tracker.web.http_cache.data_version import DataVersionCache


@pytest.fixture
def process_cache(settings):
    """The response cache of a process that has just started."""
    settings.RESPONSE_CACHE_MB = 1
    public = DataVersionCache()
    with patch.object(middleware, "process_cache", public):
        yield public
    public.close()


@pytest.fixture
def reader(process_cache) -> Client:
    return Client()


@pytest.fixture
def charge():
    """Somebody charged in a case, all of it published."""
    return make.charge(under=make.provision())
