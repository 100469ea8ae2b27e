"""API views of cases, people, charges, events, detentions, measures and disagreements."""

from cases.api.serializers import (
    CaseSerializer,
    ChargeSerializer,
    DetentionSerializer,
    DisagreementSerializer,
    EventSerializer,
    MeasureSerializer,
    PersonSerializer,
    ProsecutionSerializer,
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
)
from cases.models import (
    Case,
    Charge,
    Detention,
    Disagreement,
    Event,
    Measure,
    Participation,
    Person,
)
from cases.tables.exports.charges_events import CHARGES, DETENTIONS, EVENTS, PROSECUTIONS
from cases.tables.exports.records import CASES, DISAGREEMENTS, MEASURES, PEOPLE
from tracker.api.views import Resource


class CaseResource(Resource):
    """Clusters of state action against one or more people for one matter."""

    singular, plural = "case", "cases"
    filterset_class = CaseFilter
    table = CASES
    serializer_class = CaseSerializer
    queryset = Case.objects.all()


class PersonResource(Resource):
    """People, by as much of their name as may be shown."""

    singular, plural = "person", "people"
    filterset_class = PersonFilter
    table = PEOPLE
    serializer_class = PersonSerializer
    queryset = Person.objects.all()


class ChargeResource(Resource):
    """One participant, one provision. Rejected claims are not listed, but have their record."""

    singular, plural = "charge", "charges"
    filterset_class = ChargeFilter
    table = CHARGES
    serializer_class = ChargeSerializer
    queryset = Charge.objects.all()


class ProsecutionResource(Resource):
    """A participant charged in a case, with all the charges."""

    singular, plural = "prosecution", "prosecutions"
    filterset_class = ProsecutionFilter
    table = PROSECUTIONS
    serializer_class = ProsecutionSerializer
    queryset = Participation.objects.filter(charges__isnull=False).distinct()


class EventResource(Resource):
    """What happened in cases, and what it made of charges."""

    singular, plural = "event", "events"
    filterset_class = EventFilter
    table = EVENTS
    serializer_class = EventSerializer
    queryset = Event.objects.all()


class DetentionResource(Resource):
    """Spells in custody."""

    singular, plural = "detention", "detentions"
    filterset_class = DetentionFilter
    table = DETENTIONS
    serializer_class = DetentionSerializer
    queryset = Detention.objects.all()


class MeasureResource(Resource):
    """Blocks, revocations, dissolutions, tax bills, with the provision invoked."""

    singular, plural = "measure", "measures"
    filterset_class = MeasureFilter
    table = MEASURES
    serializer_class = MeasureSerializer
    queryset = Measure.objects.all()


class DisagreementResource(Resource):
    """Where sources differ, claim beside claim."""

    singular, plural = "disagreement", "disagreements"
    filterset_class = DisagreementFilter
    table = DISAGREEMENTS
    serializer_class = DisagreementSerializer
    queryset = Disagreement.objects.all()


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
