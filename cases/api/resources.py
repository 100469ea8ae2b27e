"""API views of cases, people, charges, events, detentions, measures, disagreements, releases."""

from cases import filters
from cases.api import serializers
from cases.page_data.list_coverage import cases_of_list, latest_as_of
from cases.tables.exports import charges_events, records, releases
from tracker.api.views import Resource


class DatedListMixin:
    """A list of cases, or of what belongs to cases: it has a date of the latest source."""

    def latest_as_of(self, filterset):
        return latest_as_of(cases_of_list(filterset))


class CaseResource(DatedListMixin, Resource):
    """Clusters of state action against one or more people for one matter."""

    singular, plural = "case", "cases"
    filterset_class = filters.CaseFilter
    table = records.CASES
    serializer_class = serializers.CaseSerializer


class PersonResource(DatedListMixin, Resource):
    """People, by as much of their name as may be shown."""

    singular, plural = "person", "people"
    filterset_class = filters.PersonFilter
    table = records.PEOPLE
    serializer_class = serializers.PersonSerializer


class ChargeResource(DatedListMixin, Resource):
    """One participant, one provision. Rejected claims are not listed, but have their record."""

    singular, plural = "charge", "charges"
    filterset_class = filters.ChargeFilter
    table = charges_events.CHARGES
    serializer_class = serializers.ChargeSerializer


class ProsecutionResource(DatedListMixin, Resource):
    """A participant accused in a case, with all accusations: complaints and arrests included."""

    singular, plural = "prosecution", "prosecutions"
    filterset_class = filters.ProsecutionFilter
    table = charges_events.PROSECUTIONS
    serializer_class = serializers.ProsecutionSerializer

    def get_queryset(self):
        return super().get_queryset().filter(charges__isnull=False).distinct()


class EventResource(Resource):
    """What happened in cases, and what it made of charges."""

    singular, plural = "event", "events"
    filterset_class = filters.EventFilter
    table = charges_events.EVENTS
    serializer_class = serializers.EventSerializer


class DetentionResource(Resource):
    """Spells in custody."""

    singular, plural = "detention", "detentions"
    filterset_class = filters.DetentionFilter
    table = charges_events.DETENTIONS
    serializer_class = serializers.DetentionSerializer


class MeasureResource(Resource):
    """Blocks, revocations, dissolutions, tax bills, with the provision invoked."""

    singular, plural = "measure", "measures"
    filterset_class = filters.MeasureFilter
    table = records.MEASURES
    serializer_class = serializers.MeasureSerializer


class DisagreementResource(Resource):
    """Where sources differ, claim beside claim."""

    singular, plural = "disagreement", "disagreements"
    filterset_class = filters.DisagreementFilter
    table = records.DISAGREEMENTS
    serializer_class = serializers.DisagreementSerializer


class ReleaseResource(Resource):
    """The whole public record as of a day, in one file to keep and to quote."""

    singular, plural = "release", "releases"
    filterset_class = filters.ReleaseFilter
    table = releases.RELEASES
    serializer_class = serializers.ReleaseSerializer
    key = ("slug",)
    address = r"(?P<slug>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[1-9][0-9]*)?)"


# All but the releases, which are no list of records.
RESOURCES = [
    CaseResource,
    PersonResource,
    ChargeResource,
    ProsecutionResource,
    EventResource,
    DetentionResource,
    MeasureResource,
    DisagreementResource,
]
