"""Client functions for tests of the API: get JSON, follow links, read whole lists."""

from urllib.parse import urlsplit

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.api.urls import ALL_RESOURCES as EVERY_RESOURCE

LISTS = [f"/api/v1/{resource.plural}/" for resource in EVERY_RESOURCE]


def get_json(client, address: str, **query):
    """The JSON of a 200 response. The URL may be absolute."""
    response = client.get(relative_url(address), query or None)
    assert response.status_code == 200, response.content
    return response.json()


def count_queries(client, address: str) -> int:
    """The number of queries of a request, with those that begin and end its transaction."""
    with CaptureQueriesContext(connection) as captured:
        get_json(client, address)
    return len(captured)


def parameter_errors(client, address: str) -> dict:
    """The errors of a 400, by parameter."""
    response = client.get(address)
    problem = response.json()
    assert (response.status_code, response.headers["Content-Type"]) == (
        400,
        "application/problem+json",
    )
    assert (problem["type"], problem["title"], problem["status"]) == (
        "about:blank",
        "Bad Request",
        400,
    )
    return {error["parameter"]: error for error in problem["errors"]}


def relative_url(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def fetch_all_rows(client, address: str) -> list[dict]:
    """Every row of a list, page after page."""
    records = []
    while address:
        page = get_json(client, address)
        records += page["results"]
        address = page["next"]
    return records


def fetch_all_bodies(client) -> dict[str, bytes]:
    """The body of every URL of the API with a 200 response, by URL."""
    fixed = [reverse(f"api:{name}") for name in ("index", "schema", "docs", "usage")]
    addresses = [*fixed, *LISTS]
    addresses += [
        relative_url(row["api_url"]) for path in LISTS for row in fetch_all_rows(client, path)
    ]
    return {address: client.get(address).content for address in addresses}


def keys_and_values(content):
    """Every key with its value, at any depth."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield key, value
            yield from keys_and_values(value)
    elif isinstance(content, list):
        for value in content:
            yield from keys_and_values(value)
