"""System check: the serializer of every resource compiles to a query plan."""

from django.core.checks import Error
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.urls import get_resolver

from tracker.api.serializers.base import plan_for
from tracker.api.views import Resource


def check_serializers(**_options) -> list[Error]:
    """One error for each resource with a field that cannot be read; needs no database."""
    _patterns = get_resolver().url_patterns  # imports the resources of every app
    errors = []
    for resource in Resource.__subclasses__():
        try:
            plan_for(resource.serializer_class)
        except (ImproperlyConfigured, FieldDoesNotExist) as error:
            errors.append(Error(str(error), obj=resource, id="api.E001"))
    return errors
