"""Sample records created once for all tests of a module that request them.

Changes by a test are rolled back, as usual. In a module with such a fixture the records are in the
database also for tests that do not request it.
"""

from copy import deepcopy

import pytest
from django.db import transaction

from tracker.visibility.public_reader import process_dirty_rows


def share_world(make):
    """Two fixtures: the records, created once by `make(folder)`, and the copy that a test gets."""

    @pytest.fixture(scope="module")
    def made_once(django_db_setup, django_db_blocker, tmp_path_factory):
        with django_db_blocker.unblock(), transaction.atomic():
            made = make(tmp_path_factory.mktemp("world"))
            process_dirty_rows()
            yield made
            transaction.set_rollback(True)

    @pytest.fixture
    def world(db, made_once):
        return deepcopy(made_once)

    return made_once, world
