"""Fixtures of the tests of partial dates."""

import pytest
from django.db import connection

from tests.tracker.partial_dates.sample_events import Happening


@pytest.fixture
def happenings(db):
    """Manager of the sample model, with its table in the test database."""
    with connection.schema_editor() as editor:
        editor.create_model(Happening)
    return Happening.objects
