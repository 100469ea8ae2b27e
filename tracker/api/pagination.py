"""Cursor pagination over keysets.

A cursor holds the key of a row (its code, its address), not an offset: a deep page costs as much
as the first, and no row is skipped or repeated when others are added. There is no total count; the
`usage` resource counts.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from tracker.tables.exports.responses import FormatForm
from tracker.web.lists.filters import StrictFilterSet
from tracker.web.lists.keyset import CursorPosition, KeysetSlice, SortKey

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 500


def encode_cursor(content: str) -> str:
    return urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decode_cursor(text: str) -> bytes:
    """Raises ValueError if this is no base64."""
    return urlsafe_b64decode((text + "=" * (-len(text) % 4)).encode("ascii"))


@dataclass(frozen=True)
class Cursor(CursorPosition):
    """The key of the row after which, or before which, a page of the list of a resource begins."""

    resource: str = ""

    def __str__(self):
        return encode_cursor(json.dumps([self.resource, int(self.is_backward), *self.values]))

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Raises ValueError if this is not a cursor we issued."""
        resource, backward, *values = json.loads(decode_cursor(text))
        if not all(isinstance(value, str) and value.isprintable() for value in values):
            raise ValueError("not a key")
        return cls(tuple(values), bool(backward), resource)


class CursorField(forms.Field):
    """The cursor from a `next` or `previous` URL of one resource."""

    default_error_messages = {
        "invalid": "This is no cursor of this list: follow `next` and `previous` as they stand."
    }

    def __init__(self, *, resource: str, key: tuple[str, ...], **options):
        self.resource, self.key = resource, key
        super().__init__(**options)

    def to_python(self, value):
        if not value:
            return None
        try:
            cursor = Cursor.read(value)
        except (ValueError, TypeError, RecursionError):
            cursor = None
        if cursor and cursor.resource == self.resource and len(cursor.values) == len(self.key):
            return cursor
        raise forms.ValidationError(self.error_messages["invalid"])


class PageForm(FormatForm):
    """The parameters that choose a page of a list, or the whole list in another format."""

    page_size = forms.IntegerField(
        label=f"Rows on a page: {DEFAULT_PAGE_SIZE} unless asked, {MAX_PAGE_SIZE} at most",
        min_value=1,
        max_value=MAX_PAGE_SIZE,
        required=False,
    )

    def __init__(self, data=None, *, resource: str, key: tuple[str, ...]):
        super().__init__(data)
        self.fields["cursor"] = CursorField(
            label="Where the page begins, as given in `next` and `previous`",
            resource=resource,
            key=key,
            required=False,
        )

    @property
    def size(self) -> int:
        return self.cleaned_data["page_size"] or DEFAULT_PAGE_SIZE


class CursorPage:
    """The ids of one page of a queryset, in the order of a unique key."""

    def __init__(self, queryset: QuerySet, *, resource: str, key, size: int, cursor: Cursor | None):
        keys = queryset.values_list("pk", *key)
        found = KeysetSlice.of(keys, SortKey(*key), size=size, place=cursor)
        rows = found.rows
        self.ids: list[int] = [row[0] for row in rows]
        self.previous = Cursor(rows[0][1:], True, resource) if found.has_previous else None
        self.next = Cursor(rows[-1][1:], False, resource) if found.has_next else None

    def response(self, request, filterset: StrictFilterSet, results: list) -> Response:
        return Response(
            {
                "filters": {k: [*map(str, v)] for k, v in filterset.conditions_in_use.items()},
                "results": results,
                "next": page_url(request, self.next),
                "previous": page_url(request, self.previous),
            }
        )


def page_url(request, cursor: Cursor | None) -> str | None:
    """The URL of this request with another cursor."""
    if cursor is None:
        return None
    parameters = request.query_params.copy()
    parameters["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


class KeysetPagination(BasePagination):
    """Describes a page of a list in the OpenAPI document.

    Resource.parameters() describes its parameters, from the form that validates them.
    """

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        filters = {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "All the filters of the list, including defaults.",
        }
        return {
            "type": "object",
            "required": ["filters", "results", "next", "previous"],
            "properties": {
                "filters": filters,
                "results": schema,
                "next": address,
                "previous": address,
            },
        }
