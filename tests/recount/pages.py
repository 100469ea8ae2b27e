"""The numbers on public pages, and their differences from the recount."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from .rows import Api, Record

LISTS = ("people", "cases", "prosecutions", "charges")
OTHER_LISTS = ("recommendations", "measures", "disagreements")
CHARGE_CONDITIONS = {
    *("provision", "law", "together", "outcome", "basis", "provenance", "year", "date"),
}
NUMBER = re.compile(r"\d[\d,]*")


@dataclass(frozen=True)
class LinkedNumber:
    """A number whose link leads to the list it counts."""

    page: str
    text: str
    address: str

    @property
    def numbers(self) -> list[int]:
        return [int(number.replace(",", "")) for number in NUMBER.findall(self.text)]


class Links(HTMLParser):
    """Links with their texts; `<main>` only."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._address, self._words = None, []
        self.feed(html[html.find("<main") :])

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._address, self._words = dict(attrs).get("href", ""), []

    def handle_data(self, data):
        self._words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._address is not None:
            self.found.append((" ".join(" ".join(self._words).split()), self._address))
            self._address = None


def linked_numbers(page: str, html: str) -> Iterator[LinkedNumber]:
    """Links to lists whose text begins with a number, or is `label: number`."""
    for text, address in Links(html).found:
        path = urlsplit(address).path.strip("/").removeprefix("km/")
        # A link that changes the list it stands on is a facet.
        if path in (*LISTS, *OTHER_LISTS) and re.match(r"(.*: )?\d", text):
            yield LinkedNumber(page, text, address)


def difference(number: LinkedNumber, record: Record, api: Api) -> str:
    """What the rows say instead; "" if the same."""
    split = urlsplit(number.address)
    unit, query = split.path.strip("/"), parse_qs(split.query)
    if unit in OTHER_LISTS or not query or not record_can_answer(query):
        expected = [len(api.rows(unit, split.query))]
    else:
        counted = record.count(query, unit)
        if query.get("participant") == ["group"]:
            parts = [counted.unnamed, counted.groups_of_unknown_size]
            # One link may show either of them, or both.
            either = [[n] for n in parts] + [[n for n in parts if n]]
            return "" if number.numbers in either else f"{number}: the rows say {parts}"
        expected = [counted.value if unit in ("people", "cases") else counted.rows]
    shown = number.numbers[: len(expected)]
    return "" if shown == expected else f"{number}: the rows say {expected}"


def record_can_answer(query: dict) -> bool:
    """Whether it is about charges, by conditions that the rows of charges tell."""
    unanswerable = {"q", "name", "date_basis", "complainant", "no_news_after"}
    return bool(CHARGE_CONDITIONS & query.keys()) and not unanswerable & query.keys()


def usage_differences(address: str, record: Record, api: Api) -> Iterator[str]:
    """Cells and totals of the usage matrix that differ from the rows."""
    answer = api.get(address)
    totals = answer["totals"]
    cells = [*answer["cells"], *totals["rows"], *totals["columns"], totals["all"]]
    for cell in cells:
        query = parse_qs(urlsplit(cell["api_url"]).query)
        query.pop("participant", None)
        counted = record.count(query, answer["unit"])
        expected = (counted.value, counted.unnamed, counted.groups_of_unknown_size)
        shown = (cell["value"], cell["unnamed"], cell["groups_of_unknown_size"])
        if shown != expected:
            yield f"{address} {cell.get('row')} {cell.get('column')}: {shown}, rows {expected}"


def chart_differences(chart: str, csv_text: str, usage: dict, record: Record) -> Iterator[str]:
    """Numbers of a chart's table that differ from the rows, zeros included.

    `usage` is the matrix of the same rows and columns: it tells the ids of the labels.
    """
    ids = {heading["label"]: heading["id"] for heading in usage["rows"]}
    columns = {heading["label"]: heading["id"] for heading in usage["columns"]}
    names = {cell["row"]: cell for cell in usage["totals"]["rows"]}
    header, *lines = csv.reader(io.StringIO(csv_text))
    queries = {
        (cell["row"], cell["column"]): parse_qs(urlsplit(cell["api_url"]).query)
        for cell in usage["cells"]
    }
    for line in lines:
        row = ids.get(line[0])
        for label, shown in zip(header, line, strict=True):
            if row is None or label not in columns or row not in names:
                continue
            query = queries[row, columns[label]]
            query.pop("participant", None)
            expected = record.count(query, usage["unit"]).value
            if int(shown) != expected:
                yield f"{chart} {line[0]} {label}: {shown}, rows {expected}"
