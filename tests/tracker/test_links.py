"""Addresses of sources are asked politely, and what they answer is kept."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests import factories as make
from tracker.models import LinkCheck
from tracker.staff.link_checks import ask, check_links, in_turn

ANSWERS = {"/here": 200, "/gone": 404, "/moved": 301, "/loop": 302, "/no-head": 200, "/shy": 403}


class Host(BaseHTTPRequestHandler):
    """Answers as told, and remembers what it was asked."""

    asked: list[tuple[str, str]] = []

    def do_GET(self):
        self.asked.append((self.command, self.path))
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
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Host.asked = []
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
def test_an_address_is_followed_to_its_end(host, path, status, problem):
    answer = ask(host + path, is_private_ok=True)
    assert (answer.status, answer.problem) == (status, problem)


def test_neighbours_and_files_are_not_asked(host):
    assert ask(f"{host}/here").problem == "The address lies in a private network."
    assert ask("file:///etc/hosts").problem == "Only http and https addresses are asked."
    assert Host.asked == []


def test_who_does_not_answer_is_broken():
    assert ask("http://127.0.0.1:9/", is_private_ok=True).problem[:10] == "No answer:"


def test_what_was_answered_is_kept_and_not_asked_again(db, host):
    broken = make.source(url=f"{host}/gone", archived_url=f"{host}/here")
    assert check_links(pause=0, is_private_ok=True) == 2
    assert check_links(pause=0, is_private_ok=True) == 0
    [check] = LinkCheck.objects.exclude(broken_since=None)
    assert (check.source, check.url, check.status) == (broken, broken.url, 404)


def test_an_address_that_was_changed_is_forgotten(db, host):
    source = make.source(url=f"{host}/gone")
    check_links(pause=0, is_private_ok=True)
    source.url = f"{host}/here"
    source.save()
    check_links(pause=0, is_private_ok=True)
    assert list(LinkCheck.objects.values_list("url", "problem")) == [(source.url, "")]


def test_hosts_are_asked_in_turn():
    pairs = [(None, url) for url in ("http://a/1", "http://a/2", "http://b/1")]
    assert [url for _source, url in in_turn(pairs)] == ["http://a/1", "http://b/1", "http://a/2"]
