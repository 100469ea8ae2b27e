"""Helpers that request a page and read its text, links and numbers of rows and queries."""

import re
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus

from django.db import connection
from django.test.utils import CaptureQueriesContext


class ParsedPage(HTMLParser):
    """Text, links (by their text) and ids of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.words, self.links, self.anchors, self._open = [], {}, set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.anchors.add(attrs.get("id"))
        if tag == "a":
            self._open.append((attrs.get("href", ""), len(self.words)))

    def handle_endtag(self, tag):
        if tag == "a" and self._open:
            address, start = self._open.pop()
            self.links.setdefault(normalised(" ".join(self.words[start:])), address)

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return normalised(" ".join(self.words))


def normalised(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def read_page(client, address: str, status: int = 200) -> ParsedPage:
    """The page at an address; asserts its status."""
    response = client.get(address)
    assert response.status_code == status, response.content[:2000]
    return ParsedPage(response.content.decode())


def search_response(client, path: str, words: str, parameter: str = "q") -> tuple:
    """Status, headers and body of a response, with the searched words replaced in the body."""
    response = client.get(path, {parameter: words}, headers={"HX-Request": "true"})
    body = response.content.decode()
    # The link to the report form contains the address of the page, so it is quoted twice there.
    for quoted in (words, quote_plus(words), quote(words), quote_plus(quote_plus(words))):
        body = body.replace(quoted, "…")
    size_headers = ("Content-Length", "ETag")
    return response.status_code, [h for h in response.items() if h[0] not in size_headers], body


def listed_rows(client, address: str) -> int:
    """The number of rows of the list at an address."""
    return client.get(address).context["listing"].count


def count_page_queries(client, address: str) -> int:
    """The number of queries of a page, without those of its transaction.

    The query of the data version is not counted either: outside of tests it is cached.
    """
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    version, *others = captured
    assert "tracker_dataversion" in version["sql"]
    return sum("LOCAL" not in q["sql"] and "SAVEPOINT" not in q["sql"] for q in others)
