"""API view of releases."""

from cases.api.serializers import ReleaseSerializer
from cases.filters import ReleaseFilter
from cases.models import Release
from cases.tables.exports.releases import RELEASES
from tracker.api.views import Resource


class ReleaseResource(Resource):
    """The whole public record as of a day, in one file to keep and to quote."""

    singular, plural = "release", "releases"
    filterset_class = ReleaseFilter
    table = RELEASES
    key = ("slug",)
    address = r"(?P<slug>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[1-9][0-9]*)?)"
    serializer_class = ReleaseSerializer
    queryset = Release.objects.all()
