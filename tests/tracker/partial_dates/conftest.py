import pytest
from django.db import connection

from tests.tracker.partial_dates.sample_events import Happening


@pytest.fixture
def happenings(db):
    with connection.schema_editor() as editor:
        editor.create_model(Happening)
    return Happening.objects
