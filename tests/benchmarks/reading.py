"""Cost of lists, filters, records, names and the usage matrix, relative to the limit (a)."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models.functions import Length

from cases.models import Case, Person
from tests.benchmarks.limit import LIMIT_QUERY, LIMIT_QUERY_WITHOUT_STATUS
from tests.benchmarks.meter import Variant, get_response_body, measure_variants, sql_runner
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
NAME_SCAN_QUERY = "SELECT json_agg(person_id) FROM cases_personname WHERE spelling %% %s"


def request_variant(name: str, address: str) -> Variant:
    return Variant(name, lambda: get_response_body(address))


def report_reads(rounds: int) -> Iterator[str]:
    limit = Variant("(a) the limit", sql_runner(LIMIT_QUERY))
    page = request_variant("list: 100 cases (goal 1.5, 4 queries)", LIST)
    pages = [
        limit,
        Variant("(a) without the status of charges", sql_runner(LIMIT_QUERY_WITHOUT_STATUS)),
        page,
        request_variant("list: 5 cases (as many queries)", "/api/v1/cases/?page_size=5"),
        request_variant("list: 100 cases, include=all", f"{LIST}&include=all"),
        request_variant("list: the deepest page", deepest_page()),
        request_variant("detail (goal 1.0, 6 queries)", address_of_one(Case, "cases")),
        request_variant("index of the API: what any answer costs", "/api/v1/"),
        *conditional_variants(),
    ]
    measure_variants(pages, rounds)
    yield from (each.in_words(limit.cost) for each in pages)
    yield f"deepest page: {pages[5].cost / page.cost:.2f} x the first (goal 1.3)"
    yield from report_filters(limit, page, rounds)
    yield from report_name_lookup(rounds)
    yield from report_usage(limit, max(rounds // 5, 1))


def report_filters(limit: Variant, page: Variant, rounds: int) -> Iterator[str]:
    variants = [request_variant(f"filter {query}", f"{LIST}&{query}") for query in FILTERS]
    measure_variants(variants, max(rounds // 3, 1))
    for each in variants:
        yield f"{each.in_words(limit.cost)}; {each.cost / page.cost:.2f} x the page (goal 2.5)"


def report_name_lookup(rounds: int) -> Iterator[str]:
    with public_reader():
        name = Person.objects.annotate(size=Length("name")).order_by("-size", "code")[0].name

    def find_by_name():
        with public_reader():
            return str(Person.objects.name_matches(name)).encode()

    scan, lookup = (
        Variant("a scan", sql_runner(NAME_SCAN_QUERY, name)),
        Variant("the index", find_by_name),
    )
    measure_variants([scan, lookup], rounds)
    yield f"people by name: {scan.cost / lookup.cost:.1f} x faster than a scan (goal 15)"


def report_usage(limit: Variant, rounds: int) -> Iterator[str]:
    one_law = request_variant("usage: one law (goal 1)", f"{USAGE}&law=invented-code-1")
    full = request_variant("usage: the full matrix", USAGE)
    home = request_variant("home page", "/")
    page = request_variant("usage page", "/usage/")
    measure_variants([one_law, full, home, page], rounds)
    yield from (each.in_words(limit.cost) for each in (one_law, full, home, page))


def measure_growth_costs(rounds: int) -> dict[str, float]:
    variants = [
        request_variant("list", LIST),
        request_variant("deepest page", deepest_page()),
        request_variant("detail", address_of_one(Case, "cases")),
        request_variant("usage of one law", f"{USAGE}&law=invented-code-1"),
    ]
    measure_variants(variants, rounds)
    return {each.name: each.cost for each in variants}


def deepest_page() -> str:
    with public_reader():
        code = Case.objects.order_by("-code").values_list("code", flat=True)[101]
    return (
        f"{LIST}&{urlencode({'cursor': str(Cursor((code,), is_backward=False, resource='cases'))})}"
    )


def address_of_one(model, plural: str) -> str:
    with public_reader():
        return f"/api/v1/{plural}/{model.objects.order_by('code')[7].code}/"


def conditional_variants() -> list[Variant]:
    """The list again with If-None-Match, if responses have an ETag."""
    get_response_body(LIST)
    tag = get_response_body.headers.get("ETag")
    if tag is None:
        return []
    again = Variant(
        "304 (goal 0.3, 1 query)", lambda: get_response_body(LIST, HTTP_IF_NONE_MATCH=tag)
    )
    return [again]
