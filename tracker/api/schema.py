"""The OpenAPI document, written from the code that answers."""

from functools import cache
from inspect import getdoc

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse

from tracker.api.problems import DETAILS, MEDIA_TYPE, ProblemSerializer

JSON = "application/json"


class Description(AutoSchema):
    """Describes a view with the parameters it really checks and the problems it really has."""

    def get_description(self):
        return getdoc(type(self.view))

    def get_override_parameters(self):
        return list(self.view.parameters())

    def get_response_serializers(self):
        problems = {
            (status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, DETAILS[status])
            for status in self.view.problems()
        }
        files = {
            (200, media_type): OpenApiResponse(OpenApiTypes.STR, words)
            for media_type, words in self.view.media_types().items()
        }
        # JSON first: what it answers is what a list is, for the framework too.
        return {(200, JSON): super().get_response_serializers(), **files, **problems}


@cache
def document() -> dict:
    """The whole document. It changes with the code only."""
    return SchemaGenerator().get_schema(request=None, public=True)
