"""Data version cache: lost LISTEN connections and missing notifications."""

from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.http_cache import CASE_LIST, fetch_etag, revalidate, update_record

pytestmark = pytest.mark.django_db(transaction=True)


def terminate_listener(process_cache) -> None:
    """Have PostgreSQL terminate the LISTEN connection."""
    backend_pid = process_cache.listener.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend_pid])


def test_lost_listener_connection_is_noticed_and_restored(reader, process_cache, charge):
    first = reader.get(CASE_LIST)
    terminate_listener(process_cache)
    update_record(charge.participation.case, summary="While nobody listened")
    process_cache.listener.next_attempt = float("inf")
    without_listener = [revalidate(reader, CASE_LIST, first.headers["ETag"]) for _ in range(2)]
    assert [answer.status_code for answer in without_listener] == [200, 200]
    assert (
        b"While nobody listened" in without_listener[0].content,
        process_cache.known_version,
    ) == (
        True,
        None,
    )
    update_record(charge.participation.case, summary="Still nobody")
    assert b"Still nobody" in reader.get(CASE_LIST).content
    process_cache.listener.next_attempt = 0
    reader.get(CASE_LIST)
    assert (process_cache.listener.is_listening, process_cache.known_version is not None) == (
        True,
        True,
    )


def test_change_without_notification_is_found_after_version_ttl(reader, process_cache, charge):
    first = reader.get(CASE_LIST)
    with patch.object(process_cache.listener, "may_have_missed", return_value=False):
        update_record(charge.participation.case, summary="Unheard")
        assert revalidate(reader, CASE_LIST, first.headers["ETag"]).status_code == 304
        process_cache.known_until = 0
        assert revalidate(reader, CASE_LIST, first.headers["ETag"]).status_code == 200
    assert not process_cache.listener.is_listening


def test_version_of_an_earlier_generation_is_not_stored(process_cache):
    process_cache.current_version()
    generation = process_cache.generation
    process_cache.invalidate()
    process_cache.store_version("old", generation)
    assert process_cache.known_version is None


def test_without_a_cache_each_request_queries_the_version(reader, process_cache, charge, settings):
    settings.RESPONSE_CACHE_MB = 0
    known = fetch_etag(reader)
    with CaptureQueriesContext(connection) as queries:
        assert revalidate(reader, CASE_LIST, known).status_code == 304
    assert (len(queries), process_cache.listener.is_listening) == (1, False)


def test_nothing_is_cached_in_a_transaction(reader, process_cache, charge):
    first = reader.get(CASE_LIST)
    with transaction.atomic():
        update_record(charge.participation.case, summary="Seen here alone")
        assert b"Seen here alone" in reader.get(CASE_LIST).content
        transaction.set_rollback(True)
    assert reader.get(CASE_LIST).content == first.content
