"""Malformed requests over a raw socket: the right status, and below /api/ problem+json.

Without a client library: most of them would refuse to send these.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass

import pytest

LIST = "/api/v1/cases/"
PROBLEM = "application/problem+json"
HEADS = "Host: localhost\r\nConnection: close\r\n"


@dataclass(frozen=True)
class RawResponse:
    status: int
    headers: dict[str, str]
    body: bytes

    @classmethod
    def read(cls, response: bytes) -> "RawResponse":
        head, _blank, body = response.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in lines)
        return cls(int(first.split(" ")[1]), {k.lower(): v for k, v in pairs}, body)

    @property
    def invalid_parameters(self) -> list[str]:
        """The parameters it names; asserts that the body is a problem."""
        assert self.headers["content-type"] == PROBLEM
        problem = json.loads(self.body)
        assert problem.keys() == {"type", "title", "status", "detail", "errors"}
        assert (problem["type"], problem["status"]) == ("about:blank", self.status)
        return [error["parameter"] for error in problem["errors"]]


@pytest.fixture
def ask(live):
    def ask(
        target: str, *headers: str, method="GET", version="HTTP/1.1", heads=HEADS
    ) -> RawResponse:
        more = "".join(f"{header}\r\n" for header in headers)
        request = f"{method} {target} {version}\r\n{heads}{more}\r\n"
        return RawResponse.read(live.send_raw(request.encode("latin-1")))

    return ask


def encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def cursor(*content) -> str:
    return f"cursor={encoded(json.dumps(content))}"


PARAMETERS = {
    "NUL in words": ("q=%00", "q"),
    "NUL in a code": ("court=O-%00", "court"),
    "NUL in a date": ("opened=2020%00", "opened"),
    "a lone surrogate in words": ("q=%ED%A0%80", "q"),
    "a lone surrogate in a code": ("court=%ED%BF%BF", "court"),
    "half a character": ("q=%E1%9E", "q"),
    "no UTF-8 at all": ("q=%FF%FE", "q"),
    "over-long UTF-8": ("q=%C0%AF", "q"),
    "Latin-1 as it stands": ("q=%E9t%E9", "q"),
    "an escape that is none": ("state=%zz", "state"),
    "half an escape": ("state=%4", "state"),
    "JSON a thousand deep in a cursor": (f"cursor={encoded('[' * 5000)}", "cursor"),
    "an object in a cursor": (f"cursor={encoded('{}')}", "cursor"),
    "a number in a cursor": (f"cursor={encoded('9' * 4000)}", "cursor"),
    "numbers for a key in a cursor": (cursor("cases", 0, 1), "cursor"),
    "NUL in a cursor": (cursor("cases", 0, "C-\x00"), "cursor"),
    "a surrogate in a cursor": (cursor("cases", 0, "\ud800"), "cursor"),
    "a cursor of no alphabet": ("cursor=%F0%9F%92%A3", "cursor"),
    "a cursor of padding": ("cursor=====", "cursor"),
    "a negative size": ("page_size=-1", "page_size"),
    "no size": ("page_size=0", "page_size"),
    "a size beyond the largest": ("page_size=501", "page_size"),
    "a huge size": (f"page_size={'9' * 5000}", "page_size"),
    "a size in exponents": ("page_size=1e9999", "page_size"),
    "a size in Khmer and more": ("page_size=%E1%9F%A1x", "page_size"),
    "not a number": ("page_size=NaN", "page_size"),
    "no month thirteen": ("opened=2020-13", "opened"),
    "no thirtieth of February": ("opened=2020-02-30", "opened"),
    "a year too many": (f"opened={'9' * 400}", "opened"),
    "a date as elsewhere": ("opened=5/11/2020", "opened"),
    "a range the wrong way": ("opened=2021/2020", "opened"),
    "no such record": ("court=O-000000", "court"),
    "a provision without a law": ("provision=495", "provision"),
    "a path for a provision": ("provision=../../etc/passwd", "provision"),
    "SQL for a code": ("court=%27%20OR%201=1--", "court"),
    "over-long words": (f"q={'x' * 7000}", "q"),
    "over-long code": (f"court={'O' * 7000}", "court"),
    "words twice": ("q=a&q=b", "q"),
    "a size twice": ("page_size=1&page_size=2", "page_size"),
    "a misspelt parameter": ("provison=x", "provison"),
    "a parameter in brackets": ("court[]=O-000000", "court[]"),
    "a parameter of the framework": ("court__code__in=x", "court__code__in"),
    "a nameless parameter": ("=x", ""),
    "NUL for a name": ("%00=x", "\x00"),
    "no name in UTF-8": ("%FF=x", "\ufffd"),
    "a semicolon for an ampersand": ("page_size=1;q=x", "page_size"),
    "a page by number": ("page=2", "page"),
}


@pytest.mark.parametrize(("query", "name"), PARAMETERS.values(), ids=PARAMETERS)
def test_malformed_parameter_is_named(ask, query, name):
    response = ask(f"{LIST}?{query}")
    assert (response.status, response.invalid_parameters) == (400, [name])


def test_misspelt_parameter_is_answered_with_a_suggestion(ask):
    [error] = json.loads(ask(f"{LIST}?provison=x").body)["errors"]
    assert error["message"].endswith("Did you mean “provision”?")


REQUESTS = {
    "a thousand parameters": (400, (f"{LIST}?" + "a&" * 1001,), {}),
    "an address too long": (414, (f"{LIST}?q=" + "x" * 7990,), {}),
    "a path too long": (414, ("/api/v1/" + "x" * 8000 + "/",), {}),
    "an address too long for the server": (414, (f"{LIST}?q=" + "x" * 20000,), {}),
    "another format": (406, (f"{LIST}?format=xml",), {}),
    "another type": (406, (LIST, "Accept: application/xml"), {}),
    "a type that is none": (406, (LIST, "Accept: ////"), {}),
    "a type over-long": (406, (LIST, "Accept: " + "x/y," * 1500), {}),
    "a scheme that is none": (401, (LIST, "Authorization: Basic eDp5"), {}),
    "a key of nothing": (401, (LIST, "Authorization: Bearer"), {}),
    "a key in Latin-1": (401, (LIST, "Authorization: Bearer \xff\xfe"), {}),
    "a key over-long": (401, (LIST, "Authorization: Bearer " + "k" * 7000), {}),
    "a resource that is none": (404, ("/api/v1/judges/",), {}),
    "a version that is none": (404, ("/api/v9/cases/",), {}),
    "no version": (404, ("/api/",), {}),
    "slashes twice": (404, ("/api/v1//cases/",), {}),
    "a record of nothing": (404, (f"{LIST}%2e%2e/",), {}),
    "NUL in the path": (404, (f"{LIST}C-%00/",), {}),
    "no UTF-8 in the path": (404, (f"{LIST}%FF/",), {}),
    "a surrogate in the path": (404, (f"{LIST}%ED%A0%80/",), {}),
    "a number too large for a record": (404, (f"{LIST}{'9' * 5000}/",), {}),
    "writing": (405, (LIST,), {"method": "POST"}),
    "deleting": (405, (f"{LIST}C-000000/",), {"method": "DELETE"}),
    "writing to the page of the API": (405, ("/api/v1/docs/",), {"method": "POST"}),
    "a method of WebDAV": (405, (LIST,), {"method": "PROPFIND"}),
    "tracing": (405, (LIST,), {"method": "TRACE"}),
    "a method nobody knows": (405, (LIST,), {"method": "OBTAIN"}),
    "a host that is not ours": (400, (LIST,), {"heads": "Host: evil\r\nConnection: close\r\n"}),
    "a host that is none": (400, (LIST,), {"heads": "Host: a b\r\nConnection: close\r\n"}),
    "no method": (400, (LIST,), {"method": ""}),
    "a method in small letters": (400, (LIST,), {"method": "get"}),
    "HTTP of tomorrow": (400, (LIST,), {"version": "HTTP/9.9"}),
    "no HTTP": (400, (LIST,), {"version": "FTP/1.0"}),
    "a blank in the address": (400, (f"{LIST}?q=a b",), {}),
    "bytes in the address": (400, (f"{LIST}?q=\xff",), {}),
    "a header without a name": (400, (LIST, ": x"), {}),
    "NUL in a header": (400, (LIST, "X-Thing: \x00"), {}),
    "headers too many": (431, (LIST, *["X-Thing: 1"] * 200), {}),
    "a header too long": (431, (LIST, "X-Thing: " + "x" * 20000), {}),
    "a length that is none": (400, (LIST, "Content-Length: -5"), {}),
    "two lengths": (400, (LIST, "Content-Length: 1", "Content-Length: 2"), {}),
    "a coding nobody knows": (400, (LIST, "Transfer-Encoding: rot13"), {}),
}


@pytest.mark.parametrize(("status", "request_", "how"), REQUESTS.values(), ids=REQUESTS)
def test_malformed_request_is_refused_with_a_problem(ask, status, request_, how):
    response = ask(*request_, **how)
    assert response.status == status
    assert isinstance(response.invalid_parameters, list)


HARMLESS = {
    "HTTP/1.0 without a host": ((LIST,), {"version": "HTTP/1.0", "heads": ""}),
    "a range that is none": ((LIST, "Range: bytes=9-1,x"), {}),
    "a range of a page": ((LIST, "Range: bytes=0-1"), {}),
    "a tag that is none": ((LIST, 'If-None-Match: "'), {}),
    "a date that is none": ((LIST, "If-Modified-Since: yesterday"), {}),
    "a language that is none": ((LIST, "Accept-Language: \xff;q=x"), {}),
    "a slash in letters": (("/api/v1/provisions/penal-code-2009%2F495/",), {}),
    "an address in full": ((f"http://localhost{LIST}",), {}),
    "a mark of sharing": ((f"{LIST}?utm_source=x&fbclid=y",), {}),
    "an empty value": ((f"{LIST}?q=&court=",), {}),
}


@pytest.mark.parametrize(("request_", "how"), HARMLESS.values(), ids=HARMLESS)
def test_harmless_oddities_are_ignored(ask, request_, how):
    assert ask(*request_, **how).status == 200


@pytest.mark.parametrize(
    ("status", "target", "host"), [(404, "/nothing/", "localhost"), (400, "/cases/", "evil")]
)
def test_error_outside_the_api_is_an_html_page(ask, status, target, host):
    response = ask(target, heads=f"Host: {host}\r\nConnection: close\r\n")
    assert (response.status, response.headers["content-type"]) == (
        status,
        "text/html; charset=utf-8",
    )
