"""API URLs of this app's resources."""

from laws.api.resources import Laws, Provisions, Recommendations

RESOURCES = [Laws, Provisions, Recommendations]

urlpatterns = [route for resource in RESOURCES for route in resource.routes()]
