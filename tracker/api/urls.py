"""API URLs of this app's resources."""

from tracker.api.resources import Figures, Organisations, SourceResource

RESOURCES = [SourceResource, Organisations, Figures]

urlpatterns = [route for resource in RESOURCES for route in resource.routes()]
