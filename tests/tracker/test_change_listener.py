"""Data version cache: lost LISTEN connections and missing notifications."""

from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.http_cache import CASE_LIST, fetch_etag, revalidate, update_record

pytestmark = pytest.mark.django_db(transaction=True)


def terminate_listener(here) -> None:
    """Have PostgreSQL terminate the LISTEN connection."""
    backend_pid = here.listener.line.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend_pid])


def test_lost_listener_connection_is_noticed_and_restored(reader, here, charge):
    first = reader.get(CASE_LIST)
    terminate_listener(here)
    update_record(charge.participation.case, summary="While nobody listened")
    here.listener.next_try = float("inf")
    without_listener = [revalidate(reader, CASE_LIST, first.headers["ETag"]) for _ in range(2)]
    assert [answer.status_code for answer in without_listener] == [200, 200]
    assert (b"While nobody listened" in without_listener[0].content, here.known) == (True, None)
    update_record(charge.participation.case, summary="Still nobody")
    assert b"Still nobody" in reader.get(CASE_LIST).content
    here.listener.next_try = 0
    reader.get(CASE_LIST)
    assert (here.listener.is_listening, here.known is not None) == (True, True)


def test_change_without_notification_is_found_after_version_ttl(reader, here, charge):
    first = reader.get(CASE_LIST)
    with patch.object(here.listener, "may_have_missed", return_value=False):
        update_record(charge.participation.case, summary="Unheard")
        assert revalidate(reader, CASE_LIST, first.headers["ETag"]).status_code == 304
        here.until = 0
        assert revalidate(reader, CASE_LIST, first.headers["ETag"]).status_code == 200
    assert not here.listener.is_listening


def test_version_of_an_earlier_generation_is_not_stored(here):
    here.version()
    generation = here.life
    here.forget()
    here.believe("old", generation)
    assert here.known is None


def test_without_a_cache_each_request_queries_the_version(reader, here, charge, settings):
    settings.RESPONSE_CACHE_MB = 0
    known = fetch_etag(reader)
    with CaptureQueriesContext(connection) as queries:
        assert revalidate(reader, CASE_LIST, known).status_code == 304
    assert (len(queries), here.listener.is_listening) == (1, False)


def test_nothing_is_cached_in_a_transaction(reader, here, charge):
    first = reader.get(CASE_LIST)
    with transaction.atomic():
        update_record(charge.participation.case, summary="Seen here alone")
        assert b"Seen here alone" in reader.get(CASE_LIST).content
        transaction.set_rollback(True)
    assert reader.get(CASE_LIST).content == first.content
