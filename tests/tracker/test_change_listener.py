"""What is known of the public data while nobody calls, or nobody listens."""

from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.http_cache import LIST, again, edit, tag

pytestmark = pytest.mark.django_db(transaction=True)


def hang_up(here) -> None:
    backend = here.listener.line.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


def test_a_killed_listener_is_noticed_and_comes_back(reader, here, charge):
    first = reader.get(LIST)
    hang_up(here)
    edit(charge.participation.case, summary="While nobody listened")
    here.listener.next_try = float("inf")
    deaf = [again(reader, LIST, first.headers["ETag"]) for _ in range(2)]
    assert [answer.status_code for answer in deaf] == [200, 200]
    assert (b"While nobody listened" in deaf[0].content, here.known) == (True, None)
    edit(charge.participation.case, summary="Still nobody")
    assert b"Still nobody" in reader.get(LIST).content
    here.listener.next_try = 0
    reader.get(LIST)
    assert (here.listener.is_listening, here.known is not None) == (True, True)


def test_a_change_nobody_called_about_is_found_after_a_few_seconds(reader, here, charge):
    first = reader.get(LIST)
    with patch.object(here.listener, "may_have_missed", return_value=False):
        edit(charge.participation.case, summary="Unheard")
        assert again(reader, LIST, first.headers["ETag"]).status_code == 304
        here.until = 0
        assert again(reader, LIST, first.headers["ETag"]).status_code == 200
    assert not here.listener.is_listening


def test_whoever_asked_before_a_change_does_not_know_after_it(here):
    here.version()
    life = here.life
    here.forget()
    here.believe("old", life)
    assert here.known is None


def test_without_a_cache_one_query_asks_for_the_version(reader, here, charge, settings):
    settings.RESPONSE_CACHE_MB = 0
    known = tag(reader)
    with CaptureQueriesContext(connection) as asked:
        assert again(reader, LIST, known).status_code == 304
    assert (len(asked), here.listener.is_listening) == (1, False)


def test_in_a_transaction_nothing_is_kept(reader, here, charge):
    first = reader.get(LIST)
    with transaction.atomic():
        edit(charge.participation.case, summary="Seen here alone")
        assert b"Seen here alone" in reader.get(LIST).content
        transaction.set_rollback(True)
    assert reader.get(LIST).content == first.content
