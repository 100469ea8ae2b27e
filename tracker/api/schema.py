"""The OpenAPI document, written from the code that answers."""

from functools import cache

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from tracker.api.problems import MEDIA_TYPE, ProblemSerializer


class Description(AutoSchema):
    """Describes a view with the parameters it really checks and the problems it really has."""

    def get_override_parameters(self):
        return list(self.view.parameters())

    def get_response_serializers(self):
        problems = {(status, MEDIA_TYPE): ProblemSerializer for status in self.view.problems()}
        return {200: super().get_response_serializers(), **problems}


@cache
def document() -> dict:
    """The whole document. It changes with the code only."""
    return SchemaGenerator().get_schema(request=None, public=True)
