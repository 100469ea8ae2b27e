"""Every place where a number of people charged is said, with its conditions and its date."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from .report import HOST, addresses_of_pages, write
from .rows import Api

BLOCKS = {"p", "li", "dd", "h1", "h2", "h3", "caption", "figcaption", "td", "th", "blockquote"}
CLAIM = re.compile(r"\d[^.]*\bcharged\b|\bcharged\b[^.]*\d", re.IGNORECASE)
AS_OF = re.compile(r"\bas of (\d{1,2} )?([A-Z][a-z]+ )?\d{4}")
STATED = re.compile(r"source names|sources? names? the article|stated in a source", re.IGNORECASE)
SCOPE = re.compile(r"expression, assembly|scope", re.IGNORECASE)


@dataclass
class Claim:
    """One block of text that says how many were charged."""

    page: str
    text: str
    address: str

    @property
    def conditions(self) -> str:
        """The conditions of the list behind the number."""
        query = parse_qs(urlsplit(self.address).query)
        given = {name: query.get(name, ["default"]) for name in ("basis", "provenance", "scope")}
        return ", ".join(f"{name} {'/'.join(values)}" for name, values in given.items())


class Blocks(HTMLParser):
    """Innermost text blocks of `<main>`, each with its first link to a list."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[list[str], list[str]]] = []
        self.words: list[str] = []
        self.feed(html[html.find("<main") : html.find("</main")])

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self._open.append(([], []))
        href = dict(attrs).get("href", "") if tag == "a" else ""
        if self._open and re.match(r"/(km/)?(people|cases|prosecutions|charges)/\?", href):
            self._open[-1][1].append(href)

    def handle_data(self, data):
        self.words.append(data)
        if self._open:
            self._open[-1][0].append(data)

    def handle_endtag(self, tag):
        if tag in BLOCKS and self._open:
            words, links = self._open.pop()
            self.found.append((" ".join(" ".join(words).split()), links[0] if links else ""))


def claims_of(page: str, html: str) -> tuple[list[Claim], str]:
    """The claims of a page, and all its text."""
    blocks = Blocks(html)
    text = " ".join(" ".join(blocks.words).split())
    return [Claim(page, words, link) for words, link in blocks.found if CLAIM.search(words)], text


def print_claims(client) -> int:
    """List the claims; returns 1 if a page that makes one lacks its default or its date."""
    api = Api(lambda address: client.get(address.removeprefix(HOST)).json())
    lacking = 0
    for page in addresses_of_pages(api):
        claims, text = claims_of(page, client.get(page).content.decode())
        as_of = AS_OF.search(text)
        gaps = [
            name
            for name, is_there in (
                ("as of", as_of),
                ("how it is known", STATED.search(text)),
                ("scope", SCOPE.search(text)),
            )
            if claims and not is_there
        ]
        for claim in claims:
            write(f"{page}\n  {claim.text[:200]}\n  {claim.conditions}; {as_of and as_of.group()}")
        if gaps:
            lacking += 1
            write(f"  LACKS on {page}: {', '.join(gaps)}")
    write(f"{lacking} pages lack a condition")
    return bool(lacking)
