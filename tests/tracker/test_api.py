"""Behaviour common to all resources of the API, tested on sources."""

import json
from base64 import urlsafe_b64decode

import pytest
from django.core.management import call_command
from rest_framework.exceptions import APIException

from tests import factories as make
from tests.api import LISTS, fetch_all_rows, get_json, parameter_errors
from tracker.api.errors import problems
from tracker.api.middleware.error_responses import ApiProblems
from tracker.api.openapi.schema import openapi_document
from tracker.models import Source, SourceCitation
from tracker.visibility.public_reader import PublicReaderMiddleware

SOURCES = "/api/v1/sources/"


@pytest.fixture
def seven(db):
    return [make.source() for _ in range(7)]


def codes(page) -> list[str]:
    return [row["id"] for row in page["results"]]


def test_index_names_every_list(partner):
    index = get_json(partner, "/api/v1/")
    assert sorted(index["resources"].values()) == sorted(f"http://testserver{p}" for p in LISTS)
    assert index["schema"] == "http://testserver/api/v1/schema/"


@pytest.mark.parametrize("path", LISTS)
def test_empty_list_has_no_results_and_no_links(partner, path):
    empty = {"filters": {}, "results": [], "next": None, "previous": None}
    assert get_json(partner, path) == empty


def test_pagination_returns_every_row_once_in_both_directions(partner, seven):
    page = get_json(partner, SOURCES, page_size=3)
    pages = [codes(page)]
    while page["next"]:
        page = get_json(partner, page["next"])
        pages.append(codes(page))
    forward = [code for part in pages for code in part]
    assert forward == sorted(source.code for source in seven)
    assert [len(part) for part in pages] == [3, 3, 1]
    while page["previous"]:
        page = get_json(partner, page["previous"])
        pages.pop()
        assert codes(page) == pages[-1]
    assert len(pages) == 1


def test_pagination_skips_no_row_when_an_earlier_row_is_hidden(partner, seven):
    first = get_json(partner, SOURCES, page_size=3)
    Source.objects.filter(code=codes(first)[0]).update(state="draft")
    rest = fetch_all_rows(partner, first["next"])
    assert len(rest) == 4


def test_next_link_keeps_every_parameter(partner, seven):
    query = "kind=report&kind=page&page_size=2"
    following = get_json(partner, f"{SOURCES}?{query}")["next"]
    assert following.startswith(f"http://testserver{SOURCES}?{query}&cursor=")


def test_cursor_holds_codes_and_no_database_id(partner, seven):
    page = get_json(partner, SOURCES, page_size=2)
    cursor = page["next"].rpartition("cursor=")[2]
    content = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    assert content == ["sources", 0, codes(page)[-1]]


@pytest.mark.parametrize(
    "cursor",
    ["x", "====", "W10", "bnVsbA", "%FF", "%00", "ក", "e30", "NQ", "W" * 5000, "WyJcdWQ4MDAiXQ"],
)
def test_malformed_cursor_is_refused(partner, cursor):
    assert list(parameter_errors(partner, f"{SOURCES}?cursor={cursor}")) == ["cursor"]


def test_cursor_of_another_list_is_refused(partner, seven):
    cursor = get_json(partner, SOURCES, page_size=2)["next"].rpartition("cursor=")[2]
    assert list(parameter_errors(partner, f"/api/v1/figures/?cursor={cursor}")) == ["cursor"]


@pytest.mark.parametrize("size", ["0", "-1", "501", "1e3", "x", "9" * 50, "%00", "2&page_size=3"])
def test_page_size_outside_one_to_five_hundred_is_refused(partner, size):
    assert list(parameter_errors(partner, f"{SOURCES}?page_size={size}")) == ["page_size"]


def test_misspelt_parameter_is_answered_with_a_suggestion(partner):
    error = parameter_errors(partner, f"{SOURCES}?knid=report")["knid"]
    assert error["message"] == "There is no parameter “knid” here. Did you mean “kind”?"
    assert error["value"] == "report"
    forms = ["cursor", "fields", "format", "include"]
    assert error["allowed"] == [*forms, "kind", "page_size", "published", "q"]


def test_all_invalid_parameters_are_named_at_once(partner):
    query = "kind=novel&kind=report&published=5/11/2020&page=2&page_size=0&cursor=x&q=a&q=b"
    errors = parameter_errors(partner, f"{SOURCES}?{query}")
    assert list(errors) == ["page", "q", "kind", "published", "page_size", "cursor"]
    assert "legal_text" in errors["kind"]["allowed"]


def test_overlong_value_is_shortened_in_the_error(partner):
    error = parameter_errors(partner, f"{SOURCES}?kind={'x' * 5000}")["kind"]
    assert len(error["value"]) == len(error["message"]) == problems.LONGEST_VALUE


def test_record_refuses_filter_parameters(partner, seven):
    assert list(parameter_errors(partner, f"{SOURCES}{seven[0].code}/?kind=report")) == ["kind"]


@pytest.mark.parametrize(
    "path", ["C-000000/", "S-000000/", "s-7f3kq2/", "1/", "S-7F3KQ2%00/", "%FF/"]
)
def test_missing_record_is_a_404_that_does_not_repeat_the_path(partner, path):
    response = partner.get(SOURCES + path)
    assert response.status_code == 404
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such record or address.",
        "errors": [],
    }


def test_404_outside_resources_is_not_marked_as_compressed(partner):
    response = partner.get(f"{SOURCES}%0A/", headers={"accept-encoding": "gzip"})
    assert (response.status_code, response.json()["title"]) == (404, "Not Found")
    assert "Content-Encoding" not in response.headers


def test_path_without_trailing_slash_is_redirected(partner):
    response = partner.get("/api/v1/sources?kind=report")
    assert (response.status_code, response.url) == (301, "/api/v1/sources/?kind=report")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_writing_methods_get_a_405(partner, method):
    response = getattr(partner, method)(SOURCES)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["title"] == "Method Not Allowed"


def test_unsupported_accept_header_is_a_406_problem(partner):
    response = partner.get(SOURCES, headers={"Accept": "application/xml"})
    assert (response.status_code, response.headers["Content-Type"]) == (406, problems.MEDIA_TYPE)


def test_other_api_exception_becomes_a_problem():
    class Gone(APIException):
        status_code = 410

    answer = problems.problem_for_exception(Gone(), {})
    assert (answer.status_code, answer.data["title"]) == (410, "Gone")


def test_unreachable_database_is_a_503_problem(rf):
    middleware = ApiProblems(lambda _request: PublicReaderMiddleware.unavailable())
    response = middleware(rf.get(SOURCES))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert json.loads(response.content)["title"] == "Service Unavailable"
    assert middleware(rf.get("/sources/")).headers["Content-Type"] == "text/plain"
    assert middleware(rf.head(SOURCES)).content == b""


def test_head_has_the_headers_of_get_and_no_body(partner, seven):
    get, head = partner.get(SOURCES), partner.head(SOURCES)
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(get.content))


@pytest.mark.parametrize("path", [SOURCES, f"{SOURCES}S-000000/", "/api/v1/usage/?x=1", "/api/v1/"])
def test_cors_allows_every_site_without_cookies(partner, path):
    response = partner.get(path)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.cookies == {}


def test_cors_preflight_is_answered_with_204(partner):
    response = partner.options(SOURCES)
    assert (response.status_code, response.content) == (204, b"")


def test_response_does_not_depend_on_accept_language(partner, seven):
    path = f"{SOURCES}?kind=novel"
    khmer = {"Accept-Language": "km"}
    assert partner.get(path, headers=khmer).content == partner.get(path).content
    assert partner.get(path, headers=khmer).headers["Content-Language"] == "en"


def test_source_has_its_references_and_null_for_empty_text(partner):
    whole = make.source(title="Invented yearbook", url="https://example.org/a", author="")
    part = make.source(title="Invented chapter", part_of=whole, published_on="2020-05/2020-06~")
    SourceCitation.objects.create(fact=part, source=whole, locator="p. 3")
    found = get_json(partner, f"{SOURCES}{part.code}/")
    reference = {
        "id": whole.code,
        "label": "Invented yearbook",
        "url": f"http://testserver/sources/{whole.code}/",
    }
    assert found["id"] == part.code
    assert found["api_url"] == f"http://testserver{SOURCES}{part.code}/"
    assert found["part_of"] == reference
    assert found["citations"] == [{"source": reference, "section": None, "locator": "p. 3"}]
    days = {"edtf": "2020-05/2020-06~", "earliest": "2020-05-01", "latest": "2020-06-30"}
    assert found["published_on"] == days
    assert (found["author"], found["document_url"], found["parts"]) == (None, None, [])
    assert found["published_at"].endswith("Z")


def test_openapi_document_is_valid_and_has_no_warnings(tmp_path):
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "api.yaml")
    )


def test_openapi_document_is_served(partner):
    assert get_json(partner, "/api/v1/schema/")["openapi"] == "3.1.0"


def test_openapi_document_describes_every_parameter_and_problem():
    for path, methods in openapi_document()["paths"].items():
        operation = methods["get"]
        undescribed = [
            p["name"] for p in operation.get("parameters", []) if not p.get("description")
        ]
        assert (path, undescribed) in [(path, []), (path, ["code"]), (path, ["slug"])]
        statuses = {"200", "304", "400", "401", "405", "406", "414", "429", "503"}
        statuses |= {"404", "410"} if "{" in path else set()
        statuses |= {"410"} if path.endswith("/changes/") else set()
        assert operation["responses"].keys() == statuses


def test_reference_page_has_no_scripts_and_links_every_list(visitor):
    page = visitor.get("/api/v1/docs/")
    text = page.content.decode().replace('<script src="/static/', "")
    assert page.status_code == 200
    assert page.cookies == {}
    assert "<script" not in text
    assert [path for path in LISTS if f'href="{path}"' not in text] == []
