"""ETags and the response cache: no stale response, no needless query."""

import gzip
from unittest.mock import patch

import pytest
from django.db import transaction

from cases.models import Charge
from tests import factories as make
from tests.http_cache import CASE_LIST, fetch_etag, revalidate, update_record
from tests.urls_under_test import FILTERS
from tracker.enums import State
from tracker.visibility.workflow import withdraw
from tracker.web.http_cache.etags import SEARCH_PARAMETERS
from tracker.web.http_cache.response_cache import (
    MAX_RESPONSE_BYTES,
    CachedResponse,
    LRUResponseCache,
)

pytestmark = pytest.mark.django_db(transaction=True)


GZIP = {"accept-encoding": "gzip"}

# --- Costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [CASE_LIST, "/cases/", "/km/cases/", "/feed.atom", "/"])
def test_cached_response_needs_no_query(reader, charge, address, django_assert_num_queries):
    first = reader.get(address)
    with django_assert_num_queries(0):
        cached = reader.get(address)
        not_modified = revalidate(reader, address, first.headers["ETag"])
    assert (cached.content, dict(cached.headers)) == (first.content, dict(first.headers))
    assert (not_modified.status_code, not_modified.content) == (304, b"")


@pytest.mark.parametrize("address", ["/search/?q=x", f"{CASE_LIST}?q=x", "/people/?name=x"])
def test_search_response_has_an_etag_and_is_not_cached(reader, process_cache, charge, address):
    known = fetch_etag(reader, address)
    assert revalidate(reader, address, known).status_code == 304
    assert len(process_cache.responses.responses) == 0


def test_every_free_text_filter_is_a_search_parameter():
    fields = {
        name: each.field
        for filterset in FILTERS.values()
        for name, each in filterset.base_filters.items()
    }
    free_text = {name for name, field in fields.items() if getattr(field, "max_length", None)}
    assert free_text == SEARCH_PARAMETERS


@pytest.mark.parametrize("kind", ["csv", "ndjson", "xlsx"])
def test_file_has_an_etag_and_is_not_cached(reader, process_cache, charge, kind):
    address = f"{CASE_LIST}?format={kind}"
    first, second = (reader.get(address) for _ in range(2))
    assert first.headers["ETag"] == second.headers["ETag"]
    assert b"".join(first.streaming_content) == b"".join(second.streaming_content)
    assert revalidate(reader, address, first.headers["ETag"]).status_code == 304
    assert len(process_cache.responses.responses) == 0


@pytest.mark.parametrize("address", [CASE_LIST, f"{CASE_LIST}?format=csv", "/cases/"])
@pytest.mark.parametrize("headers", [{}, GZIP])
def test_head_has_the_headers_of_get(reader, charge, address, headers):
    head, get = reader.head(address, headers=headers), reader.get(address, headers=headers)
    assert dict(head.headers) == dict(get.headers)
    assert head.getvalue() == b""


def test_cache_skips_large_responses_and_evicts_least_recently_used():
    cache, max_bytes = LRUResponseCache(), 10_000
    cache.put(
        b"huge",
        CachedResponse((), b"x" * (MAX_RESPONSE_BYTES + 1)),
        max_bytes=2 * MAX_RESPONSE_BYTES,
    )
    for number in range(10):
        cache.put(bytes([number]), CachedResponse((), b"x" * 1000), max_bytes=max_bytes)
        cache.get(bytes([0]))
    assert sorted(cache.responses) == [bytes([number]) for number in (0, 6, 7, 8, 9)]
    assert cache.size == max_bytes


# --- Invalidation ---------------------------------------------------------------------------------

CHANGES = {
    "edited": lambda charge: update_record(charge.participation.case, summary="New words"),
    "child": lambda charge: update_record(charge.participation.person, name="Ros Otherwise"),
    "added": lambda charge: make.charge(under=make.provision(), of=charge.participation),
    "deleted": lambda charge: Charge.objects.get(pk=charge.pk).delete(),
    "another": lambda _charge: make.case(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_invalidates_the_response(reader, charge, change):
    first = reader.get(CASE_LIST)
    CHANGES[change](charge)
    changed = revalidate(reader, CASE_LIST, first.headers["ETag"])
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)
    assert changed.content != first.content


@pytest.mark.parametrize("address", ["/people/", "/api/v1/people/", "/cases/", CASE_LIST])
def test_withdrawn_name_is_in_no_response(reader, process_cache, reviewer_user, address):
    person = make.person("Shy Canary")
    make.accused(case=make.case(), person=person)
    before = reader.get(address).content
    withdraw(record=person, reason="invented", by=reviewer_user)
    assert (b"Shy Canary" in before, b"Shy Canary" in reader.get(address).content) == (True, False)
    assert [
        cached
        for cached in process_cache.responses.responses.values()
        if b"Shy Canary" in cached.body
    ] == []


def test_hidden_change_keeps_the_etag(reader, charge):
    known = fetch_etag(reader)
    make.case(state=State.DRAFT, title="Not public")
    update_record(charge.participation.case, staff_notes="for us")
    assert fetch_etag(reader) == known


def test_rolled_back_change_is_not_served(reader, charge):
    first = reader.get(CASE_LIST)
    with transaction.atomic():
        update_record(charge.participation.case, summary="Not yet")
        transaction.set_rollback(True)
    assert reader.get(CASE_LIST).content == first.content


def test_etag_depends_on_day_and_code(reader, charge):
    known = fetch_etag(reader)
    with patch("tracker.web.http_cache.etags.code_version", return_value="another"):
        assert fetch_etag(reader) != known
    with patch("tracker.web.http_cache.etags.timezone.localdate") as today:
        today.return_value.isoformat.return_value = "2031-01-01"
        assert fetch_etag(reader) != known
    assert fetch_etag(reader) == known


# --- Representations ------------------------------------------------------------------------------


def test_each_representation_has_its_own_strong_etag(reader, charge):
    requests = [
        (CASE_LIST, {}),
        (CASE_LIST, GZIP),
        (CASE_LIST, {"accept": "application/json"}),
        (CASE_LIST, {"host": "localhost"}),
        (f"{CASE_LIST}?format=csv", {}),
        (f"{CASE_LIST}?page_size=1", {}),
        ("/cases/", {}),
        ("/km/cases/", {}),
    ]
    tags = [fetch_etag(reader, address, **headers) for address, headers in requests]
    assert (len(set(tags)), [etag for etag in tags if etag.startswith("W/")]) == (len(requests), [])


def test_compressed_response_is_deterministic(reader, process_cache, charge):
    first = reader.get(CASE_LIST, headers=GZIP)
    process_cache.invalidate()
    assert reader.get(CASE_LIST, headers=GZIP).content == first.content
    assert gzip.decompress(first.content) == reader.get(CASE_LIST).content


def test_client_that_accepts_gzip_may_send_either_etag(reader, charge):
    plain, gzipped = fetch_etag(reader), fetch_etag(reader, **GZIP)
    answers = [
        revalidate(reader, CASE_LIST, known, **GZIP) for known in (plain, gzipped, f"W/{gzipped}")
    ]
    assert [(a.status_code, a.headers["ETag"]) for a in answers] == [
        (304, plain),
        (304, gzipped),
        (304, gzipped),
    ]
    assert revalidate(reader, CASE_LIST, gzipped).status_code == 200
    assert revalidate(reader, CASE_LIST, f'"other", {plain}').status_code == 304
    assert revalidate(reader, CASE_LIST, "*").status_code == 304


def test_cache_headers_require_revalidation(reader, charge):
    for address, vary in ((CASE_LIST, "Accept, Accept-Encoding"), ("/cases/", "Accept-Encoding")):
        full = reader.get(address, headers=GZIP)
        not_modified = revalidate(reader, address, full.headers["ETag"], **GZIP)
        for answer in (full, not_modified):
            assert answer.headers["Cache-Control"] == "public, no-cache"
            assert sorted(answer.headers["Vary"].split(", ")) == vary.split(", ")
            assert answer.cookies == {}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{CASE_LIST}C-000000/", 404),
        (f"{CASE_LIST}?colour=red", 400),
        ("/cases/C-000000/", 404),
        ("/report/", 200),
        ("/healthz", 200),
        ("/readyz", 200),
    ],
)
def test_errors_and_pages_without_data_are_not_cached(reader, process_cache, address, status):
    answers = [revalidate(reader, address, "*") for _ in range(2)]
    caching = [(a.status_code, a.headers["Cache-Control"], "ETag" in a.headers) for a in answers]
    assert caching == [(status, "no-store", False)] * 2
    assert len(process_cache.responses.responses) == 0


def test_not_modified_response_has_cors_headers(reader, charge):
    answer = revalidate(reader, CASE_LIST, fetch_etag(reader))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Expose-Headers"].split(", ")[0] == "ETag"
    assert "RateLimit-Remaining" in answer.headers


def test_admin_response_has_no_etag(process_cache, reviewer):
    answer = reviewer.get("/admin/")
    assert ("ETag" in answer.headers, "no-store" in answer.headers["Cache-Control"]) == (
        False,
        True,
    )
