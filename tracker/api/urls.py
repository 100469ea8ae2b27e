"""API URLs of this app's resources."""

from tracker.api.resources import FigureResource, OrganisationResource, SourceResource

RESOURCES = [SourceResource, OrganisationResource, FigureResource]

urlpatterns = [route for resource in RESOURCES for route in resource.routes()]
