"""API URLs of this app's resources."""

from tracker.api.resources import Figures, Organisations, Sources

RESOURCES = [Sources, Organisations, Figures]

urlpatterns = [route for resource in RESOURCES for route in resource.routes()]
