"""What a reader does with a page: reads its words, follows its links, counts its rows."""

import re
from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext


class Reading(HTMLParser):
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
            self.links.setdefault(squeezed(" ".join(self.words[start:])), address)

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return squeezed(" ".join(self.words))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def read(client, address: str, status: int = 200) -> Reading:
    response = client.get(address)
    assert response.status_code == status, response.content[:2000]
    return Reading(response.content.decode())


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
