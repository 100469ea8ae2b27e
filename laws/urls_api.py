"""The addresses of the law's resources in the API."""

from laws.api import Laws, Provisions, Recommendations

RESOURCES = [Laws, Provisions, Recommendations]

urlpatterns = [route for resource in RESOURCES for route in resource.routes()]
