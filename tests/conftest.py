"""Fixtures for all tests: clients of a visitor, an API partner, an analyst and a reviewer."""

import gc
import os
from unittest.mock import patch

import pytest
from django.test import Client, TransactionTestCase
from rest_framework.test import APIClient

from tests import database, factories

# With the default thresholds, garbage collection takes a seventh of the run time.
gc.set_threshold(200_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Every worker's database is a copy of the migrated template; tests log in as tracker_staff.

    After a test that commits, all rows are restored: truncating needs rights that the staff role
    lacks, and would also delete the rows that migrations insert.
    """
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        database.use_own(name)
        saved_rows = database.SavedRows(name)
        with patch.object(
            TransactionTestCase, "_fixture_teardown", lambda _self: saved_rows.restore()
        ):
            yield
        database.drop_own(name)


@pytest.fixture(scope="module")
def founding_data(django_db_setup, django_db_blocker):
    """All tests of the module find the founding data in the database."""
    with django_db_blocker.unblock(), database.founding_data():
        yield


@pytest.fixture(scope="session", autouse=True)
def fixed_rate_limits():
    """Fixed time and count of the rate limits, so that responses can be compared byte by byte."""
    with (
        patch("tracker.web.rate_limits.time", return_value=0.0),
        patch("tracker.web.rate_limits.increment_counter", return_value=1),
    ):
        yield


@pytest.fixture
def visitor(db) -> Client:
    """Anonymous client of the public site."""
    return Client()


@pytest.fixture
def partner(db) -> APIClient:
    """Anonymous client of the API."""
    return APIClient()


@pytest.fixture
def analyst_user(db):
    return factories.staff_user("analyst")


@pytest.fixture
def reviewer_user(db):
    return factories.staff_user("reviewer")


@pytest.fixture
def analyst(analyst_user) -> Client:
    """Signed-in client of an analyst, who logs cases in the admin site."""
    return factories.signed_in_client(analyst_user)


@pytest.fixture
def reviewer(reviewer_user) -> Client:
    """Signed-in client of a reviewer, who checks and publishes what others logged."""
    return factories.signed_in_client(reviewer_user)


# Files with database tests that `make quick` runs too: rules of the models and of dates.
QUICK_FILES = ("laws/test_models.py", "cases/test_models.py", "partial_dates/")


def pytest_collection_modifyitems(items):
    """Mark tests that use the database, and those of `make quick`.

    The longest file starts first, so that no worker is left with it at the end; then the files
    without a database, so that a worker does not wait while another makes the template.
    """
    for item in items:
        if {"db", "transactional_db"} & set(item.fixturenames) or item.get_closest_marker(
            "django_db"
        ):
            item.add_marker("database")
        if not item.get_closest_marker("database") or any(n in item.nodeid for n in QUICK_FILES):
            item.add_marker("quick")
    using_database = {item.path for item in items if item.get_closest_marker("database")}
    items.sort(
        key=lambda item: ("test_noninterference" not in item.nodeid, item.path in using_database)
    )
