"""A world made once for all tests of a file that ask for it: each finds it as it was made.

What a test does to it is taken back, as always. What asks for no world finds an empty database
only in files without one.
"""

from copy import deepcopy

import pytest
from django.db import transaction

from tracker.visibility.public_reader import process_dirty_rows


def share_world(make):
    """Two fixtures: the world, made by `make(folder)` once; and what a test is handed of it."""

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
