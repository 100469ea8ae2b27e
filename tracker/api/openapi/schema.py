"""Schema class of drf-spectacular: builds the OpenAPI document from the views."""

from functools import cache
from inspect import getdoc

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from tracker.api.errors.problems import MEDIA_TYPE, PROBLEM_DETAILS, ProblemSerializer
from tracker.tables.exports.responses import CSVW_TYPE

JSON = "application/json"
# Of every operation: invalid key, URL too long, too many requests, database unreachable.
COMMON_STATUSES = (401, 414, 429, 503)


def response_header(
    name: str, description: str, kind=OpenApiTypes.INT, *, of=True
) -> OpenApiParameter:
    """A header of all responses, or of those with the given statuses."""
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, description=description, response=of
    )


HEADER_PARAMETERS = [
    OpenApiParameter(
        "If-None-Match",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        description="The `ETag` of the response you hold. Returns 304 if it is still current.",
    ),
    response_header("ETag", "Names this answer.", OpenApiTypes.STR, of=[200, 304]),
    response_header("RateLimit-Limit", "Requests allowed per minute."),
    response_header("RateLimit-Remaining", "Requests left in this minute."),
    response_header("RateLimit-Reset", "Seconds until the next minute starts."),
    response_header("Retry-After", "How many seconds to wait.", of=[429, 503]),
    response_header("WWW-Authenticate", "`Bearer`: how to send a key.", OpenApiTypes.STR, of=[401]),
]


class Description(AutoSchema):
    """Describes a view by its own `parameters()`, `problems()` and `media_types()`."""

    def get_description(self):
        return getdoc(type(self.view))

    def get_override_parameters(self):
        return [*self.view.parameters(), *HEADER_PARAMETERS]

    def get_response_serializers(self):
        problems = {
            (status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, PROBLEM_DETAILS[status])
            for status in sorted({*self.view.problems(), *COMMON_STATUSES})
        }
        files = {
            (200, media_type): OpenApiResponse(
                OpenApiTypes.OBJECT if media_type == CSVW_TYPE else OpenApiTypes.STR, words
            )
            for media_type, words in self.view.media_types().items()
        }
        unchanged = {304: OpenApiResponse(description="Your copy is still current.")}
        # JSON first: drf-spectacular takes the first schema for that of the list.
        return {(200, JSON): super().get_response_serializers(), **files, **unchanged, **problems}


@cache
def openapi_document() -> dict:
    """The OpenAPI document. Cached: it changes with the code only."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    for operation in (one for path in schema["paths"].values() for one in path.values()):
        if any(parameter["name"] == "fields" for parameter in operation["parameters"]):
            # The parameter `fields` may leave out any of them.
            record_schema(operation, schema).pop("required", None)
    return schema


def record_schema(operation: dict, schema: dict) -> dict:
    """The component schema of the records in a response, be it one record or a list."""
    component = operation["responses"]["200"]["content"][JSON]["schema"]
    while "$ref" in component:
        component = schema["components"]["schemas"][component["$ref"].rpartition("/")[2]]
        component = component.get("properties", {}).get("results", {}).get("items", component)
    return component
