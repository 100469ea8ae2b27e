"""What reading costs: lists, filters, records, names, the usage matrix, against the limit (a)."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models.functions import Length
from django.http import QueryDict

from cases.models import Case, Person
from cases.statistics import InMemoryMatrix, UsageFilter
from tests.benchmarks.limit import LIMIT, WITHOUT_STATUS
from tests.benchmarks.meter import Variant, asked, get, measure
from tracker.api.pagination import Cursor
from tracker.visibility.public_reader import public_reader

LIST = "/api/v1/cases/?page_size=100"
FILTERS = (
    "provision=invented-code-1/3",
    "law=invented-code-2",
    "category=journalist",
    "province=12",
    "outcome=acquitted",
    "outcome=pardoned",
    "year=2019",
    "basis=convicted",
    "q=invented",
)
USAGE = "/api/v1/usage/?rows=provision&columns=category&unit=people&basis=charged"
SCANNED = "SELECT json_agg(person_id) FROM cases_personname WHERE spelling %% %s"


def variant(name: str, address: str) -> Variant:
    return Variant(name, lambda: get(address))


def report(rounds: int) -> Iterator[str]:
    limit = Variant("(a) the limit", asked(LIMIT))
    page = variant("list: 100 cases (goal 1.5, 4 queries)", LIST)
    pages = [
        limit,
        Variant("(a) without the status of charges", asked(WITHOUT_STATUS)),
        page,
        variant("list: 5 cases (as many queries)", "/api/v1/cases/?page_size=5"),
        variant("list: 100 cases, include=all", f"{LIST}&include=all"),
        variant("list: the deepest page", deepest_page()),
        variant("detail (goal 1.0, 6 queries)", address_of_one(Case, "cases")),
        variant("index of the API: what any answer costs", "/api/v1/"),
        *cached(),
    ]
    measure(pages, rounds)
    yield from (one.in_words(limit.cost) for one in pages)
    yield f"deepest page: {pages[5].cost / page.cost:.2f} x the first (goal 1.3)"
    yield from filtered(limit, page, rounds)
    yield from named(rounds)
    yield from counted(limit, max(rounds // 5, 1))


def filtered(limit: Variant, page: Variant, rounds: int) -> Iterator[str]:
    found = [variant(f"filter {one}", f"{LIST}&{one}") for one in FILTERS]
    measure(found, max(rounds // 3, 1))
    for one in found:
        yield f"{one.in_words(limit.cost)}; {one.cost / page.cost:.2f} x the page (goal 2.5)"


def named(rounds: int) -> Iterator[str]:
    with public_reader():
        name = Person.objects.annotate(size=Length("name")).order_by("-size", "code")[0].name

    def looked_up():
        with public_reader():
            return str(Person.objects.name_matches(name)).encode()

    scan, found = Variant("a scan", asked(SCANNED, name)), Variant("the dictionary", looked_up)
    measure([scan, found], rounds)
    yield f"people by name: {scan.cost / found.cost:.1f} x faster than a scan (goal 15)"


def counted(limit: Variant, rounds: int) -> Iterator[str]:
    one = variant("usage: one law (goal 1)", f"{USAGE}&law=invented-code-1")
    whole = variant("usage: the full matrix", USAGE)
    live = Variant("usage: the full matrix, from the charges", counted_from_charges)
    measure([one, whole, live], rounds)
    yield from (each.in_words(limit.cost) for each in (one, whole, live))
    yield f"full matrix: {whole.cost / live.cost:.3f} x counting the charges (goal 0.3)"


def counted_from_charges() -> bytes:
    with public_reader():
        asked = UsageFilter(QueryDict(USAGE.partition("?")[2]))
        asked.require_valid()
        usage = InMemoryMatrix(asked, ("provision", "category")).usage("provision", "category")
        return str([usage.cells, usage.row_totals, usage.column_totals, usage.total]).encode()


def costs_that_must_not_grow(rounds: int) -> dict[str, float]:
    found = [
        variant("list", LIST),
        variant("deepest page", deepest_page()),
        variant("detail", address_of_one(Case, "cases")),
        variant("usage of one law", f"{USAGE}&law=invented-code-1"),
    ]
    measure(found, rounds)
    return {one.name: one.cost for one in found}


def deepest_page() -> str:
    with public_reader():
        code = Case.objects.order_by("-code").values_list("code", flat=True)[101]
    return f"{LIST}&{urlencode({'cursor': str(Cursor('cases', False, (code,)))})}"


def address_of_one(model, plural: str) -> str:
    with public_reader():
        return f"/api/v1/{plural}/{model.objects.order_by('code')[7].code}/"


def cached() -> list[Variant]:
    """The same again by somebody who has it, where answers have a tag."""
    get(LIST)
    tag = get.headers.get("ETag")
    if tag is None:
        return []
    again = Variant("304 (goal 0.3, 1 query)", lambda: get(LIST, HTTP_IF_NONE_MATCH=tag))
    return [again]
