"""HTML reference and guide of the API, rendered from the OpenAPI document.

Not Swagger UI: it needs inline styles and images that our Content-Security-Policy refuses, sets a
cookie and stores requests in the browser. Every URL of a read-only API is a link anyway.
"""

import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tracker.api.openapi.schema import openapi_document

VALUE = re.compile(r"^\* `(?P<value>[^`]*)` - (?P<meaning>.*)$", re.MULTILINE)


def describe_field(name: str, schema: dict, description: str) -> dict:
    """A parameter or a field: its type, description, and the values of a closed list."""
    values, named = VALUE.findall(description), [*referenced_schemas(schema)]
    vocabularies = [each for each in named if each in named_vocabularies()]
    vocabularies += [each for each, known in named_vocabularies().items() if known == values]
    return {
        "name": name,
        "type": schema_type_text(schema),
        # The object schema and the closed list it refers to, or "".
        "schema_name": next((each for each in named if not is_described_inline(each)), ""),
        "vocabulary": next(iter(vocabularies), ""),
        "text": VALUE.sub("", description).strip(),
        "values": values,
    }


def describe_operation(path: str, operation: dict) -> dict:
    """A path with its GET operation, and the name of the schema of its records."""
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    name = next(referenced_schemas(schema))
    return {
        "path": path,
        "text": operation["description"],
        "is_list": "{" not in path,
        "schema_name": name.removeprefix("Paginated").removesuffix("List"),
        "parameters": [
            describe_field(one["name"], one["schema"], one.get("description", ""))
            for one in operation.get("parameters", [])
            if one["in"] != "header"  # the page describes them once
        ],
    }


def operations_by_resource() -> dict[str, list[dict]]:
    """The operations by tag, which is the resource."""
    by_resource = {}
    for path, methods in openapi_document()["paths"].items():
        [tag] = methods["get"]["tags"]
        by_resource.setdefault(tag, []).append(describe_operation(path, methods["get"]))
    return by_resource


def object_schemas() -> list[dict]:
    """The object schemas of the document, with their fields."""
    return [
        {
            "name": name,
            "text": schema.get("description", ""),
            "fields": [
                describe_field(field, of, of.get("description", ""))
                for field, of in schema["properties"].items()
            ],
        }
        for name, schema in component_schemas().items()
        if not is_described_inline(name)
    ]


def component_schemas() -> dict:
    return openapi_document()["components"]["schemas"]


def is_described_inline(name: str) -> bool:
    """Whether the page describes a schema where it is used: an enumeration, or a page of a list."""
    return "properties" not in component_schemas()[name] or name.startswith("Paginated")


def referenced_schemas(schema) -> Iterable[str]:
    """The names of the schemas that a schema refers to, at any depth."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for inner in schema.values():
            yield from referenced_schemas(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from referenced_schemas(inner)


def schema_type_text(schema: dict) -> str:
    """`text`, `list of text`, `text or null`."""
    if schema.get("type") == "array":
        return f"list of {schema_type_text(schema['items'])}"
    parts = schema.get("oneOf") or schema.get("allOf") or [schema]
    types = [name for part in parts for name in schema_type_names(part)]
    return " or ".join(dict.fromkeys(types))


def schema_type_names(schema: dict) -> list[str]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name == "NullEnum":
            return ["null"]
        return ["one value"] if is_described_inline(name) else [name]
    types = schema.get("type", "any")
    words = {"string": schema.get("format", "text"), "object": "object"}
    return [words.get(name, name) for name in ([types] if isinstance(types, str) else types)]


@cache
def named_vocabularies() -> dict[str, list[tuple[str, str]]]:
    """Values and labels of the named closed lists."""
    values_of = {
        name: VALUE.findall(of.get("description", "")) for name, of in component_schemas().items()
    }
    return {
        name: values for name, values in values_of.items() if values and is_described_inline(name)
    }


@csrf_exempt  # a POST gets a 405 and not a 403
@require_safe
def api_reference(request) -> HttpResponse:
    """The OpenAPI document as a page."""
    with translation.override("en"):
        context = {
            "info": openapi_document()["info"],
            "limits": settings.API_LIMITS,
            "operations": operations_by_resource(),
            "schemas": object_schemas(),
            "vocabularies": named_vocabularies(),
        }
        response = render(request, "tracker/api/docs.html", context)
    response.headers["Content-Language"] = "en"
    return response


@csrf_exempt
@require_safe
def api_guide(request) -> HttpResponse:
    """docs/api.md as plain text, so that its commands can be copied."""
    text = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
