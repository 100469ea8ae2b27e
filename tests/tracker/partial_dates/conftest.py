"""Fixtures of the tests of partial dates."""

import pytest
from django.db import connection

from tests import database
from tests.tracker.partial_dates.sample_events import Happening


@pytest.fixture
def happenings(db):
    """Manager of the sample model, with its table in the test database."""
    with database.superuser_rights(), connection.schema_editor() as editor:
        editor.create_model(Happening)
        editor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON tracker_happening TO tracker_staff")
    return Happening.objects
