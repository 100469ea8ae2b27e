"""API URLs of this app's resources."""

from laws.api.resources import Laws, ProvisionResource, RecommendationResource

RESOURCES = [Laws, ProvisionResource, RecommendationResource]

urlpatterns = [route for resource in RESOURCES for route in resource.routes()]
