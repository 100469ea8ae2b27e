"""A database of each released version migrates to head and equals one created now."""

import lzma
import os
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import pytest

from tests import database
from tracker.database.catalog import definitions, differences

DUMPS = sorted(Path(__file__).parent.glob("*.sql.xz"))


def test_there_is_a_dump_of_each_release():
    assert [dump.name for dump in DUMPS] == ["0.2.0.sql.xz"]


@contextmanager
def restored(dump: BinaryIO):
    """Name of a database filled from the dump."""
    name = f"restored_{os.getpid()}_{time.monotonic_ns()}"
    with database.admin_connection() as cursor:
        database.create(cursor, name, "template1")
    database.restore(dump, name)
    yield name
    with database.admin_connection() as cursor:
        database.drop(cursor, name)


def definitions_of(name: str) -> dict:
    """Definitions in a copy restored from a dump: PostgreSQL prints some expressions otherwise once
    they were parsed from their own text."""
    with TemporaryFile() as dump:
        database.dump(name, dump, "--schema-only")
        dump.seek(0)
        with restored(dump) as copy, database.admin_connection(copy) as cursor:
            return definitions(cursor)


@pytest.fixture
def fresh() -> dict:
    return definitions_of(database.template())


@pytest.fixture(params=DUMPS, ids=lambda dump: dump.name)
def migrated(request):
    with TemporaryFile() as dump:
        dump.write(lzma.decompress(request.param.read_bytes()))
        dump.seek(0)
        with restored(dump) as name:
            database.manage(["migrate", "--verbosity", "0"], name, database.OWNER)
            yield name


def test_a_migrated_release_has_the_schema_of_a_fresh_database(migrated, fresh):
    assert differences(definitions_of(migrated), fresh) == []
    with database.admin_connection(migrated) as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (55,)


def test_a_difference_of_the_schema_is_named(fresh):
    other = dict(fresh)
    del other["index", "public.cases_case_pkey"]
    other["view", "pub.cases_case"] += " "
    assert differences(fresh, other) == ["index public.cases_case_pkey", "view pub.cases_case"]
