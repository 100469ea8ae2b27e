"""API URLs of this app's resources."""

from laws.api.resources import LawResource, ProvisionResource, RecommendationResource

RESOURCES = [LawResource, ProvisionResource, RecommendationResource]

urlpatterns = [route for resource in RESOURCES for route in resource.routes()]
