"""What a reader does with a page: reads its words, follows its links, counts its rows."""

import re
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus

from django.db import connection
from django.test.utils import CaptureQueriesContext


class ParsedPage(HTMLParser):
    """The words and the links of a page."""

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


def read(client, address: str, status: int = 200) -> ParsedPage:
    response = client.get(address)
    assert response.status_code == status, response.content[:2000]
    return ParsedPage(response.content.decode())


def answer(client, place: str, words: str, parameter: str = "q") -> tuple:
    """Status, headers and body of what is asked with words, with these taken out of them."""
    response = client.get(place, {parameter: words}, headers={"HX-Request": "true"})
    body = response.content.decode()
    # The foot names the page in an address of its own: what is quoted there is quoted twice.
    for form in (words, quote_plus(words), quote(words), quote_plus(quote_plus(words))):
        body = body.replace(form, "…")
    sizes = ("Content-Length", "ETag")
    return response.status_code, [h for h in response.items() if h[0] not in sizes], body


def rows(client, address: str) -> int:
    """How many rows the list at an address says it has."""
    return client.get(address).context["listing"].count


def queries(client, address: str) -> int:
    """How many queries a page takes, without the three that frame its transaction.

    The version, asked first of all inside a transaction, is known to a process outside of tests.
    """
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    version, *others = captured
    assert "tracker_dataversion" in version["sql"]
    return sum("LOCAL" not in q["sql"] and "SAVEPOINT" not in q["sql"] for q in others)
