"""Worlds that look the same from outside, and everything one can ask of them.

Each world has the same public records, under the same codes, and different secrets.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from unittest.mock import patch
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from cases.charts import CHARTS
from cases.enums import ChargeStatus, Role
from cases.filters import CaseFilter, ChargeFilter, MeasureFilter, PersonFilter, ProsecutionFilter
from cases.models import Claim, Detention, Disagreement, Event, Measure, Person, Sentence
from cases.sitemaps import SITEMAPS
from cases.usage import DIMENSIONS, record_figures
from laws.filters import LawFilter, RecommendationFilter
from tests import factories as make
from tests.api import LISTS
from tracker.api.files import FORMATS
from tracker.filters import SourceFilter
from tracker.models import Figure

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
PUBLIC, SECRET, ABSENT = "000001", "000002", "000003"
FOLLOWED = ("cases", "people", "measures", "recommendations")  # lists with a feed
# Filters are the same in both languages: those that name records are enough a second time.
ASKED_IN_KHMER = ("provision", "person", "q", "name")
NOT_OURS = ("admin:", "djdt:")


def code(kind: str, which: str) -> str:
    return f"{KINDS[kind]}-{which}"


def records(which: str, words: str, **fields) -> dict:
    """One record of every kind, each saying the given words wherever it can say anything."""
    law = make.law(slug=f"law-{which}", title=words, subject=words, note=words, **fields)
    provision = make.provision("495", law=law, heading=words, note=words)
    made = {
        "law": law,
        "provision": provision,
        "source": make.source(code=code("source", which), title=words, note=words, **fields),
        "organisation": make.organisation(code=code("organisation", which), name=words, **fields),
        "recommendation": make.recommendation(
            code=code("recommendation", which), summary=words, **fields
        ),
        "figure": make.cited(
            Figure.objects.create(
                code=code("figure", which),
                topic=words,
                value=1,
                unit="x",
                **make.published(**fields),
            )
        ),
        "measure": make.cited(
            Measure.objects.create(
                code=code("measure", which), kind="other", title=words, **make.published(**fields)
            )
        ),
        "case": make.case(code=code("case", which), title=words, summary=words, **fields),
        "person": make.person(words, code=code("person", which), **fields),
        "disagreement": disagreement(which, words, **fields),
    }
    return made | {"charge": prosecuted(which, made["case"], made["person"], provision)}


def disagreement(which, words, **fields):
    made = Disagreement.objects.create(
        code=code("disagreement", which),
        topic=words,
        kind="fact",
        nature="ambiguity",
        handling=words,
        **make.published(**fields),
    )
    make.cited(Claim.objects.create(disagreement=made, value=words))
    return made


def prosecuted(which, case, person, provision):
    """Somebody arrested, charged, held and convicted, with all that hangs on it."""
    one = make.accused(case=case, person=person, code=code("prosecution", which))
    charge = make.charge(under=provision, of=one, code=code("charge", which))
    Event.objects.filter(charge_changes__charge=charge).update(code=code("event", which))
    make.happened(charge, ChargeStatus.CONVICTED, on="2021", code=f"E-{which[::-1]}")
    make.cited(Sentence.objects.create(participation=one, prison_months_max=7))
    make.cited(
        Detention.objects.create(
            code=code("detention", which), participation=one, basis="police", started_on="2020-05"
        )
    )
    return charge


def secrets_around(public: dict, token: str) -> None:
    """Drafts of every kind, and hidden things that touch what is public."""
    hidden = records(SECRET, token, state="draft", published_at=None)
    make.charge(
        under=public["provision"], of=make.accused(case=public["case"], person=hidden["person"])
    )
    make.charge(
        under=hidden["provision"], of=make.accused(case=hidden["case"], person=public["person"])
    )
    make.charge(under=public["provision"], of=make.group(19, case=hidden["case"], note=token))
    make.accused(case=public["case"], organisation=hidden["organisation"], role=Role.COMPLAINANT)
    for fact in (public["case"], public["law"], public["charge"]):
        fact.citations.create(source=hidden["source"], locator=token)
    public["measure"].cases.add(hidden["case"])
    hidden["disagreement"].cases.add(public["case"])
    for record in public.values():
        if hasattr(record, "staff_notes"):
            type(record).objects.filter(pk=record.pk).update(staff_notes=token)


def protect(name: str, public: dict) -> None:
    """Somebody published, written about, and then protected."""
    shy = make.person(name, nationality="Invented")
    make.charge(under=public["provision"], of=make.accused(case=public["case"], person=shy))
    make.case(title=f"About {name}", summary=f"{name} did it")
    type(shy).objects.filter(pk=shy.pk).update(display_policy="withheld")


@contextmanager
def counted_codes():
    """Public codes that are the same in every world; secrets keep their random ones."""
    numbers = count(1)
    with patch("tracker.codes.new_code", lambda prefix: f"{prefix}-T{next(numbers):05}"):
        yield


@contextmanager
def world(*, token: str | None = None, hidden_first=False, protected: str | None = None):
    """A world in a transaction of its own, gone afterwards. Yields its public records."""
    with transaction.atomic():
        if hidden_first:
            Person.objects.create(name=f"{token} first")
            make.case(title=token, state="draft", published_at=None)
        with counted_codes():
            public = records(PUBLIC, "Invented open matter")
            if protected:
                protect(protected, public)
        if token:
            secrets_around(public, token)
        record_figures()
        yield public
        transaction.set_rollback(True)


# --- Everything one can ask -------------------------------------------------------------------


def routes(resolver=None, prefix="") -> Iterator[tuple[str, list[str]]]:
    """Every named address and the names of its parts."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            parts = getattr(entry.pattern, "converters", None) or entry.pattern.regex.groupindex
            if entry.name and not f"{prefix}{entry.name}".startswith(NOT_OURS):
                yield f"{prefix}{entry.name}", list(parts)
        else:
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from routes(entry, inner)


def addresses_of(name: str, parts: list[str]) -> list[str]:
    """The addresses of a route for a public, a secret and an absent record.

    Raises KeyError for a route nobody taught this function about: the corpus must be complete.
    """
    if not parts:
        return [reverse(name)]
    if parts == ["section"]:
        return [reverse(name, args=[section]) for section in SITEMAPS]
    if parts == ["name"]:
        return [reverse(name, args=[chart]) for chart in (*CHARTS, "no-chart")]
    kind = name.split(":")[-1].split("-")[0]
    values = {
        "code": lambda which: code(kind, which),
        "slug": lambda which: f"law-{which}",
        "law": lambda which: f"law-{which}",
        "number": lambda _which: "495",
        "uri": lambda which: f"kh/act/2001/law-{which}/~art_495",
    }
    return [
        reverse(name, kwargs={part: values[part](which) for part in parts})
        for which in (PUBLIC, SECRET, ABSENT)
    ]


def questions() -> Iterator[str]:
    """Every filter of the lists, asked with public, secret and absent values."""
    lists = {
        "cases": CaseFilter,
        "people": PersonFilter,
        "charges": ChargeFilter,
        "prosecutions": ProsecutionFilter,
        "measures": MeasureFilter,
        "laws": LawFilter,
        "recommendations": RecommendationFilter,
        "sources": SourceFilter,
    }
    for plural, filterset in lists.items():
        for name in filterset.base_filters:
            for value in values_for(name):
                yield f"/{plural}/?{name}={value}"
                yield f"/api/v1/{plural}/?{name}={value}"
                yield f"/km/{plural}/?{name}={value}" if name in ASKED_IN_KHMER else "/km/"
                if plural in FOLLOWED:
                    yield f"/{plural}/feed.atom?{name}={value}"
    for rows in DIMENSIONS:
        columns = "category" if rows != "category" else "provision"
        for unit in ("people", "cases", "prosecutions", "charges"):
            query = f"rows={rows}&columns={columns}&unit={unit}&provenance=stated"
            yield from (f"/usage/?{query}", f"/api/v1/usage/?{query}")
    # Charts ask through the filters of the matrix: each once, not with every value.
    for chart in CHARTS:
        yield f"/charts/{chart}.csv?unit=charges&provenance=stated&provenance=inferred"
    yield from (f"/charts/?provision={value}" for value in values_for("provision"))


def values_for(name: str) -> list[str]:
    kinds = {
        "person": ["P"],
        "court": ["O"],
        "complainant": ["O", "P"],
        "case": ["C"],
        "body": ["O"],
    }
    if name in kinds:
        return [f"{kind}-{which}" for kind in kinds[name] for which in (PUBLIC, SECRET, ABSENT)]
    if name in ("provision", "law"):
        tail = "/495" if name == "provision" else ""
        return [f"law-{which}{tail}" for which in (PUBLIC, SECRET, ABSENT)]
    if name in ("q", "name"):
        return ["Invented", "secretcanary", "Shy", "nobody"]
    return ["2020", "unknown", "journalist", "draft", "true"]


def files() -> Iterator[str]:
    """Every list as a file in every format, and one of them asked about every kind of record."""
    for path in (*LISTS, "/api/v1/usage/"):
        yield from (f"{path}?format={kind}" for kind, _words in FORMATS)
    for name in PersonFilter.base_filters:
        yield from (f"/api/v1/people/?format=ndjson&{name}={value}" for value in values_for(name))


def corpus() -> list[str]:
    asked = {*questions(), *files()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            asked |= {a for name, parts in routes() for a in addresses_of(name, parts)}
    return sorted(asked)


def answers(client: Client | None = None) -> dict[str, tuple]:
    """Status, headers and body of every answer."""
    client = client or Client()
    given = {}
    for address in corpus():
        response = client.get(address, headers={"host": settings.ALLOWED_HOSTS[0]})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        given[address] = (response.status_code, sorted(response.headers.items()), unpacked(body))
    return given


def unpacked(body: bytes) -> bytes:
    """What a zip holds, part by part; all else as it is."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as parts:
        return b"".join(part.filename.encode() + parts.read(part) for part in parts.infolist())
