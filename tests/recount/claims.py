"""Every place where a number of people charged is said, with its conditions and its date.

A claim is read with what stands around it: the text itself, then the elements around it up to
`<main>`. The nearest that says as of when, how the charge is known and in which cases is where a
reader finds the conditions.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from .report import HOST, addresses_of_pages, write
from .rows import Api

TEXTS = {"p", "li", "dd", "h1", "h2", "h3", "caption", "figcaption", "td", "th", "blockquote"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
CONDITIONS = ("basis", "provenance", "scope")


@dataclass(frozen=True)
class Wording:
    """How a language says that people are charged, and each condition of such a number."""

    claim: re.Pattern
    conditions: dict[str, re.Pattern]


ENGLISH = Wording(
    re.compile(r"\b\d+ (unnamed )?(people|person|charges?)\b[^.]*\bcharged\b|charged under\b.*\d"),
    {
        "as of": re.compile(r"as of (about )?(\d{1,2} )?([A-Z][a-z]+ )?\d{4}|no source is dated"),
        "how it is known": re.compile(r"where a source names|no source names|however the charge"),
        "scope": re.compile(r"about expression, assembly or association|those for context"),
    },
)
KHMER = Wording(
    re.compile(r"មនុស្ស[^។]*\d+[^។]*ចោទ|ចោទ[^។]*មនុស្ស[^។]*\d+ *(នាក់)?"),
    {
        "as of": re.compile(r"គិតត្រឹម.*?\d{4}|គ្មានប្រភពណាមានកាលបរិច្ឆេទ"),
        "how it is known": re.compile(r"ដែលប្រភពបញ្ជាក់|គ្មានប្រភព|មិនថា"),
        "scope": re.compile(r"ការបញ្ចេញមតិ ការជួបប្រជុំ|បរិបទ"),
    },
)


@dataclass
class Element:
    tag: str
    around: "Element | None"
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@dataclass
class Claim:
    """A text that says how many were charged, and the element that says how they are counted."""

    page: str
    element: Element
    lacking: list[str]
    place: str

    def __str__(self) -> str:
        address = self.element.links[0] if self.element.links else ""
        query = parse_qs(urlsplit(address).query)
        told = ", ".join(f"{name} {'/'.join(query.get(name, ['default']))}" for name in CONDITIONS)
        gaps = f"; LACKS {', '.join(self.lacking)}" if self.lacking else f"; said in <{self.place}>"
        return f"{self.page}\n  {self.element.text[:200]}\n  {told}{gaps}"


class Elements(HTMLParser):
    """The elements of `<main>`, each with its text and its links to lists."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []
        self.feed(html[html.find("<main") : html.find("</main")])

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        element = Element(tag, self._open[-1] if self._open else None)
        self.found.append(element)
        self._open.append(element)
        href = dict(attrs).get("href", "") if tag == "a" else ""
        if re.match(r"/(km/)?(people|cases|prosecutions|charges)/\?", href):
            for around in self._open:
                around.links.append(href)

    def handle_data(self, data):
        for element in self._open:
            element.words.append(data)

    def handle_endtag(self, tag):
        while any(element.tag == tag for element in self._open):
            if self._open.pop().tag == tag:
                break


def place_of_conditions(element: Element, wording: Wording) -> tuple[str, list[str]]:
    """The nearest element that says every condition; else "" and the conditions nowhere said."""
    lacking: list[str] = []
    while element:
        text = element.text
        lacking = [name for name, said in wording.conditions.items() if not said.search(text)]
        if not lacking:
            return element.tag, []
        element = element.around
    return "", lacking


def claims_of(page: str, html: str) -> list[Claim]:
    wording = KHMER if page.startswith("/km/") else ENGLISH
    found = []
    for element in Elements(html).found:
        if element.tag in TEXTS and wording.claim.search(element.text):
            place, lacking = place_of_conditions(element, wording)
            found.append(Claim(page, element, lacking, place))
    return found


def claims_of_pages(client, pages: Iterable[str]) -> list[Claim]:
    return [claim for page in pages for claim in claims_of(page, client.get(page).content.decode())]


def print_claims(client) -> int:
    """List the claims in both languages; returns 1 if one lacks its date or its conditions."""
    api = Api(lambda address: client.get(address.removeprefix(HOST)).json())
    pages = addresses_of_pages(api)
    claims = claims_of_pages(client, [*pages, *(f"/km{page}" for page in pages)])
    lacking = sum(bool(claim.lacking) for claim in claims)
    write("\n".join(str(claim) for claim in claims))
    write(f"{len(claims)} claims: {lacking} lack a condition")
    return bool(lacking)
