"""The fixed cast: a visitor and a partner see the public site, an analyst and a reviewer work."""

import gc
import os
from unittest.mock import patch

import pytest
from django.test import Client, TransactionTestCase
from rest_framework.test import APIClient

from tests import database, factories

# Looking for garbage as often as Python does takes a seventh of the time.
gc.set_threshold(200_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Every worker's database is a copy of the migrated template; tests log in as tracker_staff.

    A test that commits leaves a database to throw away: truncating tables needs rights that the
    staff role lacks, and takes longer than copying the template again.
    """
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        database.use_own(name)
        with patch.object(
            TransactionTestCase, "_fixture_teardown", lambda _self: database.use_own(name)
        ):
            yield
        database.drop_own(name)


@pytest.fixture(scope="session", autouse=True)
def every_request_is_the_first_of_its_minute():
    """Answers say what is left of a minute; told alike, they can be compared byte by byte."""
    with (
        patch("tracker.web.rate_limits.time", return_value=0.0),
        patch("tracker.web.rate_limits.count", return_value=1),
    ):
        yield


@pytest.fixture
def visitor(db) -> Client:
    """Someone reading the site, unknown to us."""
    return Client()


@pytest.fixture
def partner(db) -> APIClient:
    """An NGO that pulls JSON every night."""
    return APIClient()


@pytest.fixture
def analyst_user(db):
    return factories.staff("analyst")


@pytest.fixture
def reviewer_user(db):
    return factories.staff("reviewer")


@pytest.fixture
def analyst(analyst_user) -> Client:
    """Logs cases in the admin."""
    return factories.at_desk(analyst_user)


@pytest.fixture
def reviewer(reviewer_user) -> Client:
    """Checks and publishes what others logged."""
    return factories.at_desk(reviewer_user)


def pytest_collection_modifyitems(items):
    """The file that takes longest first, so that no worker is left with it at the end."""
    items.sort(key=lambda item: "test_noninterference" not in item.nodeid)
