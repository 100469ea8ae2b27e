"""Rights of the database roles of production, each tried with a login of its own."""

from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection

from tests import database


@contextmanager
def logged_in(role: str):
    """A cursor of a login role in the database of the tests."""
    name = connection.settings_dict["NAME"]
    session = psycopg2.connect(database.SERVER.url(name, role), options="-c search_path=public,ext")
    try:
        yield session.cursor()
    finally:
        session.close()


def is_refused(role: str, *statements: str) -> bool:
    """Whether the last statement is refused; those before it must work."""
    with logged_in(role) as cursor:
        *before, last = statements
        for statement in before:
            cursor.execute(statement)
        try:
            cursor.execute(last)
        except (
            psycopg2.errors.InsufficientPrivilege,
            psycopg2.errors.ReadOnlySqlTransaction,
        ):
            return True
        return False


def test_tests_log_in_as_staff(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user::text, current_user::text")
        assert cursor.fetchone() == ("tracker_staff", "tracker_staff")


@pytest.mark.parametrize("role", ["tracker_owner", "tracker_staff", "tracker_reader"])
def test_login_role_is_no_superuser_and_inherits_nothing(db, role):
    with logged_in(role) as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolinherit"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,) * 5


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE cases_case ADD COLUMN x text",
        "ALTER TABLE cases_person DISABLE TRIGGER protect_person",
        "SET session_replication_role = replica",
        "TRUNCATE cases_case CASCADE",
        "CREATE TABLE public.x (id int)",
        "CREATE TEMPORARY TABLE x (id int)",
        "SELECT * FROM cdc.current_digests",
        "SELECT cdc.mark_all_dirty(1)",
        "INSERT INTO tracker_change (id, kind, code, operation, merged_into, version_id)"
        " VALUES (1, 'case', 'C-1', 'delete', '', 1)",
        "DELETE FROM tracker_recorddigest",
        "UPDATE tracker_dataversion SET token = 'x'",
        "DELETE FROM tracker_dirtyrow",
        "SET ROLE tracker_owner",
    ],
)
def test_staff_role_is_refused(db, statement):
    assert is_refused("tracker_staff", statement)


def test_staff_role_reads_and_writes_rows_and_reads_as_the_public(db):
    with logged_in("tracker_staff") as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        cursor.execute("DELETE FROM cases_case WHERE id = -1")
        cursor.execute("SET ROLE tracker_public; SELECT count(*) FROM pub.cases_case")


@pytest.mark.parametrize(
    "statements",
    [
        ["SELECT count(*) FROM public.cases_case"],
        ["SELECT count(*) FROM pub.cases_case"],
        ["SET ROLE tracker_staff"],
        ["SET ROLE tracker_public", "SELECT count(*) FROM public.cases_case"],
        ["SET ROLE tracker_public", "SELECT count(*) FROM cdc.derived_cases_chargesummary"],
        ["SET ROLE tracker_public", "DELETE FROM pub.cases_case"],
        ["SET ROLE tracker_public", "SELECT * FROM public.tracker_protectedspelling"],
    ],
)
def test_reader_role_is_refused(db, statements):
    assert is_refused("tracker_reader", *statements)


def test_reader_role_reads_the_views_as_the_public_role(db):
    with logged_in("tracker_reader") as cursor:
        cursor.execute("SET ROLE tracker_public; SELECT count(*) FROM pub.cases_case")
        assert cursor.fetchone() == (0,)
