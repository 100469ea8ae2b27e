"""HTML reference and guide of the API, rendered from the OpenAPI document.

Not Swagger UI: it needs inline styles and images that our Content-Security-Policy refuses, sets a
cookie and stores requests in the browser. Every URL of a read-only API is a link anyway.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tracker.api.openapi.schema import openapi_document

VALUE = re.compile(r"^\* `(?P<value>[^`]*)` - (?P<meaning>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class FieldDoc:
    """A parameter or a field: its name, type, description, and the values of a closed list."""

    name: str
    schema: dict
    description: str

    @property
    def type(self) -> str:
        return schema_type_text(self.schema)

    @property
    def schema_name(self) -> str:
        """The name of the object schema it refers to, or ""."""
        return next(
            (name for name in referenced_schemas(self.schema) if not is_described_inline(name)), ""
        )

    @property
    def text(self) -> str:
        return VALUE.sub("", self.description).strip()

    @cached_property
    def vocabulary(self) -> str:
        """The name of the closed list of its values, or ""."""
        named = [name for name in referenced_schemas(self.schema) if name in named_vocabularies()]
        return named[0] if named else vocabulary_name(self.values)

    @property
    def values(self) -> list[tuple[str, str]]:
        return VALUE.findall(self.description)


@dataclass(frozen=True)
class OperationDoc:
    """A path with its GET operation in the OpenAPI document."""

    path: str
    content: dict

    @property
    def text(self) -> str:
        return self.content["description"]

    @property
    def is_list(self) -> bool:
        return "{" not in self.path

    @cached_property
    def parameters(self) -> list[FieldDoc]:
        return [
            FieldDoc(one["name"], one["schema"], one.get("description", ""))
            for one in self.content.get("parameters", [])
            if one["in"] != "header"  # the page describes them once
        ]

    @property
    def schema_name(self) -> str:
        """The name of the schema of its records."""
        schema = self.content["responses"]["200"]["content"]["application/json"]["schema"]
        return next(referenced_schemas(schema)).removeprefix("Paginated").removesuffix("List")


def operations_by_resource() -> dict[str, list[OperationDoc]]:
    """The operations by tag, which is the resource."""
    by_resource = {}
    for path, methods in openapi_document()["paths"].items():
        operation = OperationDoc(path, methods["get"])
        by_resource.setdefault(operation.content["tags"][0], []).append(operation)
    return by_resource


def object_schemas() -> list[dict]:
    """The object schemas of the document, with their fields."""
    return [
        {
            "name": name,
            "text": schema.get("description", ""),
            "fields": [
                FieldDoc(field, of, of.get("description", ""))
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


def vocabulary_name(values: list[tuple[str, str]]) -> str:
    return next((name for name, known in named_vocabularies().items() if known == values), "")


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
