"""Link checks: URLs of sources are requested sparingly, and the results stored."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests import factories as make
from tracker.models import LinkCheck
from tracker.staff.link_checks import check_links, check_url, interleave_hosts

ANSWERS = {"/here": 200, "/gone": 404, "/moved": 301, "/loop": 302, "/no-head": 200, "/shy": 403}


class Host(BaseHTTPRequestHandler):
    """Responds as in ANSWERS and records the requests."""

    requests: list[tuple[str, str]] = []

    def do_GET(self):
        self.requests.append((self.command, self.path))
        status = ANSWERS.get(self.path, 500)
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", "/here" if status == 301 else "/loop")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 (the name the server looks for)

    def log_message(self, *_words):
        pass


@pytest.fixture
def host():
    """Base URL of a local HTTP server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Host.requests = []
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/here", 200, ""),
        ("/gone", 404, "404 Not Found"),
        ("/moved", 200, ""),
        ("/no-head", 200, ""),
        ("/shy", 403, ""),
        ("/loop", 302, "It leads from address to address without end."),
    ],
)
def test_redirects_are_followed(host, path, status, problem):
    assert check_url(host + path, is_private_ok=True) == (status, problem)


def test_private_addresses_and_files_are_not_requested(host):
    assert check_url(f"{host}/here")[1] == "The address lies in a private network."
    assert check_url("file:///etc/hosts")[1] == "Only http and https addresses are asked."
    assert Host.requests == []


def test_unreachable_host_is_a_problem():
    assert check_url("http://127.0.0.1:9/", is_private_ok=True)[1][:10] == "No answer:"


def test_result_is_stored_and_not_requested_again(db, host):
    broken = make.source(url=f"{host}/gone", archived_url=f"{host}/here")
    assert check_links(pause=0, is_private_ok=True) == 2
    assert check_links(pause=0, is_private_ok=True) == 0
    [check] = LinkCheck.objects.exclude(broken_since=None)
    assert (check.source, check.url, check.status) == (broken, broken.url, 404)


def test_check_of_a_changed_url_is_deleted(db, host):
    source = make.source(url=f"{host}/gone")
    check_links(pause=0, is_private_ok=True)
    source.url = f"{host}/here"
    source.save()
    check_links(pause=0, is_private_ok=True)
    assert list(LinkCheck.objects.values_list("url", "problem")) == [(source.url, "")]


def test_hosts_are_requested_in_turn():
    pairs = [(None, url) for url in ("http://a/1", "http://a/2", "http://b/1")]
    assert [url for _source, url in interleave_hosts(pairs)] == [
        "http://a/1",
        "http://b/1",
        "http://a/2",
    ]
