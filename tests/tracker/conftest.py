"""A process that keeps answers, and who asks it."""

from unittest.mock import patch

import pytest
from django.test import Client

from tests import factories as make
from tracker.web.http_cache import middleware
from tracker.web.http_cache.data_version import DataVersionCache


@pytest.fixture
def here(settings):
    """A process that has just begun, and keeps answers."""
    settings.RESPONSE_CACHE_MB = 1
    public = DataVersionCache()
    with patch.object(middleware, "here", public):
        yield public
    public.close()


@pytest.fixture
def reader(here) -> Client:
    return Client()


@pytest.fixture
def charge():
    """Somebody charged in a case, all of it published."""
    return make.charge(under=make.provision())
