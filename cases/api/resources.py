"""API views of cases, people, charges, events, detentions, measures, disagreements, releases."""

from cases.api.serializers import (
    CaseSerializer,
    ChargeSerializer,
    DetentionSerializer,
    DisagreementSerializer,
    EventSerializer,
    MeasureSerializer,
    PersonSerializer,
    ProsecutionSerializer,
    ReleaseSerializer,
)
from cases.filters import (
    CaseFilter,
    ChargeFilter,
    DetentionFilter,
    DisagreementFilter,
    EventFilter,
    MeasureFilter,
    PersonFilter,
    ProsecutionFilter,
    ReleaseFilter,
)
from cases.tables.exports import (
    CASES,
    CHARGES,
    DETENTIONS,
    DISAGREEMENTS,
    EVENTS,
    MEASURES,
    PEOPLE,
    PROSECUTIONS,
    RELEASES,
)
from tracker.api.views import Resource


class CaseResource(Resource):
    """Clusters of state action against one or more people for one matter."""

    singular, plural = "case", "cases"
    filterset_class = CaseFilter
    table = CASES
    serializer_class = CaseSerializer


class PersonResource(Resource):
    """People, by as much of their name as may be shown."""

    singular, plural = "person", "people"
    filterset_class = PersonFilter
    table = PEOPLE
    serializer_class = PersonSerializer


class ChargeResource(Resource):
    """One participant, one provision. Rejected claims are not listed, but have their record."""

    singular, plural = "charge", "charges"
    filterset_class = ChargeFilter
    table = CHARGES
    serializer_class = ChargeSerializer


class ProsecutionResource(Resource):
    """A participant charged in a case, with all the charges."""

    singular, plural = "prosecution", "prosecutions"
    filterset_class = ProsecutionFilter
    table = PROSECUTIONS
    serializer_class = ProsecutionSerializer

    def get_queryset(self):
        return super().get_queryset().filter(charges__isnull=False).distinct()


class EventResource(Resource):
    """What happened in cases, and what it made of charges."""

    singular, plural = "event", "events"
    filterset_class = EventFilter
    table = EVENTS
    serializer_class = EventSerializer


class DetentionResource(Resource):
    """Spells in custody."""

    singular, plural = "detention", "detentions"
    filterset_class = DetentionFilter
    table = DETENTIONS
    serializer_class = DetentionSerializer


class MeasureResource(Resource):
    """Blocks, revocations, dissolutions, tax bills, with the provision invoked."""

    singular, plural = "measure", "measures"
    filterset_class = MeasureFilter
    table = MEASURES
    serializer_class = MeasureSerializer


class DisagreementResource(Resource):
    """Where sources differ, claim beside claim."""

    singular, plural = "disagreement", "disagreements"
    filterset_class = DisagreementFilter
    table = DISAGREEMENTS
    serializer_class = DisagreementSerializer


class ReleaseResource(Resource):
    """The whole public record as of a day, in one file to keep and to quote."""

    singular, plural = "release", "releases"
    filterset_class = ReleaseFilter
    table = RELEASES
    serializer_class = ReleaseSerializer
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
