"""Rate limits of the API: how many, per whom, without storing or logging addresses."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import Mock, patch

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.factories import api_key
from tracker.api.errors.problems import MEDIA_TYPE
from tracker.api.middleware.rate_limits import ApiLimits
from tracker.web import rate_limits
from tracker.web.rate_limits import RateLimitCounter, client_network, consume_quota

LIMITS = {"anonymous": 60, "keyed": 600}
NOON = 1_000_000_020.0  # the first second of a minute
SOURCES = "/api/v1/sources/"
UNPATCHED = rate_limits.increment_counter  # conftest patches it for the session


@pytest.fixture(autouse=True)
def clock(settings):
    """Production limits, empty counters, and a clock that the test sets."""
    settings.API_LIMITS = LIMITS
    with (
        patch("tracker.web.rate_limits.time", return_value=NOON) as clock,
        patch("tracker.web.rate_limits.increment_counter", UNPATCHED),
        patch("tracker.web.rate_limits.process_counter", RateLimitCounter()),
    ):
        yield clock


@pytest.fixture
def ask():
    """A function that requests a view behind the middleware, from one IP address."""
    middleware = ApiLimits(lambda request: HttpResponse("served"))

    def ask(path=SOURCES, method="get", **meta):
        return middleware(getattr(RequestFactory(), method)(path, **meta))

    return ask


def rate_limit_state(response) -> tuple:
    """The status and the values of the RateLimit headers."""
    names = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    return (response.status_code, *(int(response.headers[name]) for name in names))


# --- The limit ----------------------------------------------------------------------------------


def test_sixty_first_anonymous_request_of_a_minute_is_refused(ask):
    states = [rate_limit_state(ask()) for _ in range(62)]
    assert states[:60] == [(200, 60, 59 - n, 60) for n in range(60)]
    assert states[60:] == [(429, 60, 0, 60)] * 2


@pytest.mark.django_db
def test_six_hundred_and_first_request_with_a_key_is_refused(ask):
    sent = {"HTTP_AUTHORIZATION": f"Bearer {api_key()}"}
    states = [rate_limit_state(ask(**sent)) for _ in range(601)]
    assert states[:600] == [(200, 600, 599 - n, 60) for n in range(600)]
    assert states[600] == (429, 600, 0, 60)


@pytest.mark.django_db
def test_keys_and_anonymous_clients_have_separate_quotas(ask):
    keys = [{"HTTP_AUTHORIZATION": f"Bearer {api_key()}"} for _ in range(2)]
    for _ in range(61):
        ask()
    assert [rate_limit_state(ask(**sent))[:3] for sent in (*keys, {})] == [
        (200, 600, 599),
        (200, 600, 599),
        (429, 60, 0),
    ]


@pytest.mark.django_db
def test_key_has_one_quota_for_all_addresses(ask):
    sent = {"HTTP_AUTHORIZATION": f"Bearer {api_key()}"}
    remaining = [rate_limit_state(ask(REMOTE_ADDR=f"10.0.0.{n}", **sent))[2] for n in range(3)]
    assert remaining == [599, 598, 597]


def test_quota_is_reset_each_minute(ask, clock):
    for _ in range(61):
        ask()
    clock.return_value = NOON + 59.2
    assert rate_limit_state(ask()) == (429, 60, 0, 1)
    clock.return_value = NOON + 60
    assert rate_limit_state(ask()) == (200, 60, 59, 60)


def test_refusal_has_retry_after_and_a_problem(ask, clock):
    clock.return_value = NOON + 12.5
    for _ in range(60):
        ask()
    response = ask()
    assert (response.status_code, response.headers["Retry-After"]) == (429, "48")
    assert response.headers["Content-Type"] == MEDIA_TYPE
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.content == (
        b'{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"Too many '
        b'requests in this minute: wait as many seconds as Retry-After says.","errors":[]}'
    )


def test_head_request_counts_and_is_refused_without_a_body(ask):
    remaining = [rate_limit_state(ask(method="head"))[2] for _ in range(60)]
    refused = ask(method="head")
    assert remaining == list(range(59, -1, -1))
    assert (refused.status_code, refused.content) == (429, b"")
    assert refused.headers["Content-Length"] == str(len(ask().content))


def test_pages_and_preflights_are_not_counted(ask):
    for path, method in (("/cases/", "get"), ("/admin/", "get"), (SOURCES, "options")):
        assert "RateLimit-Limit" not in ask(path, method).headers
    assert rate_limit_state(ask())[2] == 59


def test_concurrent_requests_are_each_counted():
    with ThreadPoolExecutor(8) as threads:
        states = list(threads.map(lambda _: consume_quota("anonymous", "one"), range(4000)))
    assert sorted(one.used for one in states) == list(range(1, 4001))


# --- The whole site -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/", 200),
        (SOURCES, 200),
        (f"{SOURCES}?format=csv", 200),
        ("/api/v1/docs/", 200),
        (f"{SOURCES}?kind=novel", 400),
        (f"{SOURCES}S-000000/", 404),
        ("/api/v1/sources", 301),
    ],
)
def test_every_response_has_rate_limit_headers(visitor, path, status):
    response = visitor.get(path)
    assert rate_limit_state(response) == (status, 60, 59, 60)
    exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert exposed[-4:] == [
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "Retry-After",
    ]


@pytest.mark.django_db
def test_cors_allows_the_authorization_header(visitor):
    response = visitor.options(SOURCES)
    assert response.headers["Access-Control-Allow-Headers"] == "Authorization, If-None-Match"


@pytest.mark.django_db
def test_refusal_costs_no_query(visitor, django_assert_num_queries):
    for _ in range(60):
        visitor.get("/api/v1/")
    with django_assert_num_queries(0):
        assert visitor.get(SOURCES).status_code == 429


@pytest.mark.django_db
def test_key_gets_a_503_while_the_database_is_unreachable(ask):
    key = api_key()
    with patch("tracker.api.middleware.api_keys.public_reader", side_effect=OperationalError):
        response = ask(HTTP_AUTHORIZATION=f"Bearer {key}")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


# --- Client addresses ---------------------------------------------------------------------------

FORGED = "203.0.113.66"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, f"{FORGED}", "192.0.2.1"),
        (0, f"{FORGED}, 198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, f"{FORGED}, 198.51.100.7", "198.51.100.7"),
        (2, f"{FORGED}, 198.51.100.7, 192.0.2.9", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),  # did not come through both proxies
        (1, "unknown", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_trusted_proxies_are_believed(settings, proxies, forwarded, client):
    settings.TRUSTED_PROXIES = proxies
    meta = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_network(meta) == client_network({"REMOTE_ADDR": client})


def test_forged_header_does_not_raise_the_limit(ask, settings):
    settings.TRUSTED_PROXIES = 1
    forged = [f"10.0.0.{n}, 198.51.100.7" for n in range(61)]
    statuses = [ask(HTTP_X_FORWARDED_FOR=sent).status_code for sent in forged]
    assert statuses == [200] * 60 + [429]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "no address", True),
    ],
)
def test_ipv6_network_is_one_client(one, other, is_same):
    networks = {client_network({"REMOTE_ADDR": address}) for address in (one, other)}
    assert (len(networks) == 1) == is_same


# --- Privacy --------------------------------------------------------------------------------------


def test_counter_has_a_new_digest_each_minute_and_drops_the_old(ask, clock):
    names = []
    for minute in range(3):
        clock.return_value = NOON + 60 * minute
        ask(REMOTE_ADDR="198.51.100.7")
        names += rate_limits.process_counter.counts
    assert len(names) == len(set(names)) == 3
    assert {name for name in names if not re.fullmatch("[0-9a-f]{64}", name)} == set()
    assert list(rate_limits.process_counter.counts) == names[-1:]


@pytest.mark.django_db
def test_client_address_is_not_logged(caplog):
    client = Client(REMOTE_ADDR="198.51.100.7")
    with caplog.at_level(logging.DEBUG):
        statuses = {client.get(SOURCES).status_code for _ in range(61)}
    assert (statuses, "Too Many Requests" in caplog.text) == ({200, 429}, True)
    assert "198.51.100.7" not in caplog.text


# --- A shared cache -------------------------------------------------------------------------------


@pytest.fixture
def shared(settings):
    """A cache with the interface of a shared one."""
    settings.CACHE_URL = "redis://invented"
    cache.clear()
    yield cache
    cache.clear()


def test_processes_share_a_quota_in_a_shared_cache(shared, ask):
    statuses = []
    for _process in range(2):
        with patch("tracker.web.rate_limits.process_counter", RateLimitCounter()):
            statuses += [ask().status_code for _ in range(31)]
    assert statuses == [200] * 60 + [429] * 2


def test_concurrent_requests_are_each_counted_in_a_shared_cache(shared):
    with ThreadPoolExecutor(8) as threads:
        states = list(threads.map(partial(consume_quota, "anonymous"), ["one"] * 1000))
    assert sorted(one.used for one in states) == list(range(1, 1001))


def test_shared_cache_stores_only_a_count_with_a_timeout(shared, ask):
    with patch("tracker.web.rate_limits.cache", Mock(wraps=shared)) as used:
        ask(REMOTE_ADDR="198.51.100.7")
    [(name, first), options] = used.add.call_args
    assert re.fullmatch("limit:[0-9a-f]{64}", name)
    assert (first, options, shared.get(name)) == (0, {"timeout": 70}, 1)


def test_process_counts_alone_while_the_shared_cache_is_unreachable(shared, ask, caplog):
    with patch(
        "tracker.web.rate_limits.increment_shared_counter", side_effect=ConnectionError("invented")
    ):
        statuses = [ask().status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    assert caplog.messages == ["The shared cache does not answer (ConnectionError)."]
