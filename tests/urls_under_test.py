"""Addresses of the public site and the API for tests: every route, every filter."""

from collections.abc import Iterator
from urllib.parse import quote_plus

from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation

from cases.filters import (
    CaseFilter,
    ChargeFilter,
    DisagreementFilter,
    MeasureFilter,
    PersonFilter,
    ProsecutionFilter,
    ReleaseFilter,
)
from cases.pages.facets import CASE_SORTS, CHARGE_SORTS, PERSON_SORTS, PROSECUTION_SORTS
from cases.pages.sitemaps import SITEMAPS
from cases.statistics import DIMENSIONS
from cases.statistics.charts import CHARTS
from laws.filters.record_filters import LawFilter, ProvisionFilter, RecommendationFilter
from tests.api import LISTS
from tracker.tables.exports.responses import FORMATS
from tracker.web.lists.filters import FigureFilter, OrganisationFilter, SourceFilter

FILTERS = {
    "cases": CaseFilter,
    "people": PersonFilter,
    "charges": ChargeFilter,
    "prosecutions": ProsecutionFilter,
    "measures": MeasureFilter,
    "laws": LawFilter,
    "recommendations": RecommendationFilter,
    "sources": SourceFilter,
    "provisions": ProvisionFilter,
    "disagreements": DisagreementFilter,
    "organisations": OrganisationFilter,
    "figures": FigureFilter,
    "releases": ReleaseFilter,
}
KINDS = {
    "source": "S",
    "organisation": "O",
    "figure": "F",
    "recommendation": "R",
    "case": "C",
    "person": "P",
    "charge": "CH",
    "prosecution": "PR",
    "event": "E",
    "detention": "D",
    "measure": "M",
    "disagreement": "X",
}
SORTS = {"case": CASE_SORTS, "person": PERSON_SORTS, "charge": CHARGE_SORTS}
SORTS |= {"prosecution": PROSECUTION_SORTS}
LISTED_AS = {"person": "people"}  # plural in the URL; all others end in "s"
PUBLIC, SECRET, ABSENT = "000001", "000002", "000003"
FOLLOWED = ("cases", "people", "measures", "recommendations")  # lists with a feed
SUGGEST = "/search/suggest/"
# Search terms: public and secret words, parts, other spellings, similar words.
SEARCHED = [
    *("Invented", "open matter", "495", "art. 495 invented", "law-000002 495", "Inventd"),
    *("secretcanary", "secretcanari", "secret canary", "older", "Shy", "Firstborn", "nobody"),
    *("Shy Firstborn", "Shi Firstborn", "Firstborn Shy", "Shy-Firstborn", "did it", "withheld"),
]
# The API is requested with all values. Pages and feeds use the same filters: there it is enough to
# test those that refer to records, and one value of the others.
NAMING = ("provision", "person", "q", "name")
NOT_OURS = (
    "admin:",
    "djdt:",
    "account_",
    "mfa_",
    "accounts:",
)  # staff site: tests/roles.py


def public_code(kind: str, which: str) -> str:
    """Code of a public, secret or absent record of a kind."""
    return f"{KINDS[kind]}-{which}"


def public_routes(resolver=None, prefix="") -> Iterator[tuple[str, list[str]]]:
    """Name and parameter names of every named URL pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            parts = getattr(entry.pattern, "converters", None) or entry.pattern.regex.groupindex
            if entry.name and not f"{prefix}{entry.name}".startswith(NOT_OURS):
                yield f"{prefix}{entry.name}", list(parts)
        else:
            namespace = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from public_routes(entry, namespace)


def addresses_of(name: str, parts: list[str]) -> list[str]:
    """The addresses of a route for a public, a secret and an absent record.

    Raises KeyError for a route with unknown parameters: the list of addresses must be complete.
    """
    if not parts:
        return [reverse(name)]
    if parts == ["section"]:
        return [reverse(name, args=[section]) for section in SITEMAPS]
    if parts == ["name"]:
        return [reverse(name, args=[chart]) for chart in (*CHARTS, "no-chart")]
    kind = name.split(":")[-1].split("-")[0]
    if kind == "release":
        days = (f"{timezone.now():%Y-%m-%d}", "2001-01-01")
        return [reverse(name, args=[day]) for day in days]
    values = {
        "code": lambda which: public_code(kind, which),
        "slug": lambda which: f"law-{which}",
        "law": lambda which: f"law-{which}",
        "number": lambda _which: "495",
        "uri": lambda which: f"kh/act/2001/law-{which}/~art_495",
    }
    return [
        reverse(name, kwargs={part: values[part](which) for part in parts})
        for which in (PUBLIC, SECRET, ABSENT)
    ]


def list_queries() -> Iterator[str]:
    """Addresses with every filter, sort order, search term and row dimension."""
    yield from (f"{path}?include=all" for path in LISTS)
    for plural, filterset in FILTERS.items():
        for name in filterset.base_filters:
            for value in filter_values(name):
                yield from filter_addresses(plural, name, value)
    for kind, sorts in SORTS.items():
        plural = LISTED_AS.get(kind, f"{kind}s")
        yield from (f"/{plural}/?sort={key}" for key in [*sorts, "colour"])
        for which in (PUBLIC, SECRET, ABSENT):
            yield from (f"/{plural}/?sort={key}&after={public_code(kind, which)}" for key in sorts)
    for words in SEARCHED:
        yield from (f"/search/?q={quote_plus(words)}", f"{SUGGEST}?q={quote_plus(words)}")
    for rows in DIMENSIONS:
        columns = "category" if rows != "category" else "provision"
        for unit in ("people", "cases", "prosecutions", "charges"):
            query = f"rows={rows}&columns={columns}&unit={unit}&provenance=stated"
            yield from (f"/usage/?{query}", f"/api/v1/usage/?{query}")
    # Charts use the filters of the matrix: each chart once, not with every value.
    for chart in CHARTS:
        yield f"/charts/{chart}.csv?unit=charges&provenance=stated&provenance=inferred"
    yield from (f"/charts/?provision={value}" for value in filter_values("provision"))


def filter_addresses(plural: str, name: str, value: str) -> Iterator[str]:
    """Addresses of the list with one value of one filter."""
    query = f"{name}={value}"
    yield f"/api/v1/{plural}/?{query}"
    if name in NAMING or value == "unknown":
        yield f"/{plural}/?{query}"
    if name in NAMING:
        yield f"/km/{plural}/?{query}"
        if plural in FOLLOWED:
            yield f"/{plural}/feed.atom?{query}"


def filter_values(name: str) -> list[str]:
    """Values to test for a filter: of public, secret and absent records where it names them."""
    prefixes = {
        "person": ["P"],
        "court": ["O"],
        "complainant": ["O", "P"],
        "case": ["C"],
        "body": ["O"],
    }
    if name in prefixes:
        return [f"{kind}-{which}" for kind in prefixes[name] for which in (PUBLIC, SECRET, ABSENT)]
    if name in ("provision", "law", "together"):
        suffix = "" if name == "law" else "/495"
        return [f"law-{which}{suffix}" for which in (PUBLIC, SECRET, ABSENT)]
    if name in ("q", "name"):
        return ["Invented", "secretcanary", "Shy", "nobody"]  # and SEARCHED, on the search page
    return ["2020", "unknown", "journalist", "draft", "true"]


def file_queries() -> Iterator[str]:
    """Addresses of every list as a file in every format, and of one list with every filter."""
    for path in (*LISTS, "/api/v1/usage/"):
        yield from (f"{path}?format={kind}" for kind, _words in FORMATS)
    for name in PersonFilter.base_filters:
        yield from (
            f"/api/v1/people/?format=ndjson&{name}={value}" for value in filter_values(name)
        )


def all_addresses() -> list[str]:
    """All addresses to test, sorted."""
    addresses = {*list_queries(), *file_queries()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            addresses |= {a for name, parts in public_routes() for a in addresses_of(name, parts)}
    return sorted(addresses)
