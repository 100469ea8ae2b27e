"""A process that keeps answers, and who asks it."""

from unittest.mock import patch

import pytest
from django.test import Client

from tests import factories as make
from tracker.freshness import middleware
from tracker.freshness.version import PublicData


@pytest.fixture
def here(settings):
    """A process that has just begun, and keeps answers."""
    settings.ANSWERS_KEPT_MB = 1
    public = PublicData()
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
