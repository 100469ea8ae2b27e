"""API views of sources, organisations and figures."""

from tracker.api.serializers.records import (
    FigureSerializer,
    OrganisationSerializer,
    SourceSerializer,
)
from tracker.api.views import Resource
from tracker.tables.exports.records import FIGURES, ORGANISATIONS, SOURCES
from tracker.web.lists.filters import FigureFilter, OrganisationFilter, SourceFilter


class SourceResource(Resource):
    """Documents: reports, news articles, court papers, statements, pages."""

    singular, plural = "source", "sources"
    filterset_class = SourceFilter
    table = SOURCES
    serializer_class = SourceSerializer


class OrganisationResource(Resource):
    """Parties, unions, NGOs, outlets, courts, ministries, prisons, United Nations bodies."""

    singular, plural = "organisation", "organisations"
    filterset_class = OrganisationFilter
    table = ORGANISATIONS
    serializer_class = OrganisationSerializer


class FigureResource(Resource):
    """Published statistics, kept beside our own counts and never mixed with them."""

    singular, plural = "figure", "figures"
    filterset_class = FigureFilter
    table = FIGURES
    serializer_class = FigureSerializer


RESOURCES = [SourceResource, OrganisationResource, FigureResource]
