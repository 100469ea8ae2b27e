"""Cases, people, charges, and what happened."""

from django.db.models import F, Prefetch

from cases.exports import (
    CASES,
    CHARGES,
    DETENTIONS,
    DISAGREEMENTS,
    EVENTS,
    MEASURES,
    PEOPLE,
    PROSECUTIONS,
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
    Affiliation,
    Case,
    Charge,
    ChargeChange,
    Claim,
    Detention,
    Disagreement,
    Event,
    Measure,
    MeasureParty,
    Participation,
    Person,
    PersonName,
    Sentence,
)
from cases.records.case import charges_told
from cases.serializers import (
    CaseSerializer,
    ChargeSerializer,
    DetentionSerializer,
    DisagreementSerializer,
    EventSerializer,
    MeasureSerializer,
    PersonSerializer,
    ProsecutionSerializer,
)
from laws.models import Provision
from tracker.api.views import Resource
from tracker.serializers import cited

# What everything about a participation needs to name it and its case.
PARTICIPANT = ("participation__case", "participation__person", "participation__organisation")


def charges_under(path: str) -> list:
    """Prefetches: the charges at the path, in full."""
    charges = charges_told().order_by("provision__position", "code")
    return [Prefetch(path, charges), cited(Charge, f"{path}__citations")]


def sentences_under(path: str) -> list:
    sentences = Sentence.objects.select_related("event").order_by("standing", "pk")
    return [Prefetch(path, sentences), cited(Sentence, f"{path}__citations")]


def participants_under(path: str) -> Prefetch:
    people = Participation.objects.select_related("person", "organisation")
    return Prefetch(path, people.order_by("role", "pk"))


def charge_changes_under(path: str) -> Prefetch:
    """Prefetch: what events made of charges, with all that names a charge."""
    changes = ChargeChange.objects.select_related(
        "charge__provision__law", *(f"charge__{name}" for name in PARTICIPANT)
    )
    return Prefetch(path, changes.order_by("charge__code"))


def events_in_order():
    events = Event.objects.select_related("court")
    return events.order_by(F("happened_on").asc(nulls_last=True), "kind", "code")


class Cases(Resource):
    """Clusters of state action against one or more people for one matter."""

    singular, plural = "case", "cases"
    filterset_class = CaseFilter
    table = CASES
    serializer_class = CaseSerializer
    queryset = Case.objects.select_related("court", "merged_into").prefetch_related(
        cited(Case),
        participants_under("participations"),
        cited(Participation, "participations__citations"),
        *charges_under("participations__charges"),
        *sentences_under("participations__sentences"),
        Prefetch(
            "participations__detentions",
            Detention.objects.select_related("place").order_by("started_on", "code"),
        ),
        cited(Detention, "participations__detentions__citations"),
        Prefetch("events", events_in_order()),
        cited(Event, "events__citations"),
        participants_under("events__participations"),
        charge_changes_under("events__charge_changes"),
        "recommendations",
        "measures",
        "disagreements",
    )


class People(Resource):
    """People, by as much of their name as may be shown."""

    singular, plural = "person", "people"
    filterset_class = PersonFilter
    table = PEOPLE
    serializer_class = PersonSerializer
    queryset = Person.objects.select_related("merged_into").prefetch_related(
        cited(Person),
        "names",
        cited(PersonName, "names__citations"),
        Prefetch(
            "affiliations",
            Affiliation.objects.select_related("organisation").order_by("title", "pk"),
        ),
        cited(Affiliation, "affiliations__citations"),
        Prefetch(
            "participations",
            Participation.objects.select_related("case").order_by("case__code", "role"),
        ),
        Prefetch(
            "participations__charges",
            Charge.objects.with_status()
            .select_related("provision__law")
            .order_by("provision__position", "code"),
        ),
        Prefetch("participations__detentions", Detention.objects.order_by("started_on", "code")),
        "disagreements",
    )


class Charges(Resource):
    """One participant, one provision. Rejected claims are not listed, but have their record."""

    singular, plural = "charge", "charges"
    filterset_class = ChargeFilter
    table = CHARGES
    serializer_class = ChargeSerializer
    queryset = charges_told().select_related(*PARTICIPANT).prefetch_related(cited(Charge))


class Prosecutions(Resource):
    """A participant charged in a case, with all the charges."""

    singular, plural = "prosecution", "prosecutions"
    filterset_class = ProsecutionFilter
    table = PROSECUTIONS
    serializer_class = ProsecutionSerializer
    queryset = (
        Participation.objects.filter(charges__isnull=False)
        .distinct()
        .select_related("case", "person", "organisation")
        .prefetch_related(
            cited(Participation), *charges_under("charges"), *sentences_under("sentences")
        )
    )


class Events(Resource):
    """What happened in cases, and what it made of charges."""

    singular, plural = "event", "events"
    filterset_class = EventFilter
    table = EVENTS
    serializer_class = EventSerializer
    queryset = Event.objects.select_related("case", "court").prefetch_related(
        cited(Event), participants_under("participations"), charge_changes_under("charge_changes")
    )


class Detentions(Resource):
    """Spells in custody."""

    singular, plural = "detention", "detentions"
    filterset_class = DetentionFilter
    table = DETENTIONS
    serializer_class = DetentionSerializer
    queryset = Detention.objects.select_related("place", *PARTICIPANT).prefetch_related(
        cited(Detention)
    )


class Measures(Resource):
    """Blocks, revocations, dissolutions, tax bills, with the provision invoked."""

    singular, plural = "measure", "measures"
    filterset_class = MeasureFilter
    table = MEASURES
    serializer_class = MeasureSerializer
    queryset = Measure.objects.prefetch_related(
        Prefetch(
            "parties",
            MeasureParty.objects.select_related("organisation").order_by("role", "pk"),
        ),
        Prefetch("provisions", Provision.objects.select_related("law")),
        "laws",
        "cases",
        "disagreements",
        cited(Measure),
    )


class Disagreements(Resource):
    """Where sources differ, claim beside claim."""

    singular, plural = "disagreement", "disagreements"
    filterset_class = DisagreementFilter
    table = DISAGREEMENTS
    serializer_class = DisagreementSerializer
    queryset = Disagreement.objects.prefetch_related(
        Prefetch("claims", Claim.objects.order_by("pk")),
        cited(Claim, "claims__citations"),
        "laws",
        Prefetch("provisions", Provision.objects.select_related("law")),
        *("recommendations", "figures", "organisations", "sources", "cases", "people", "measures"),
    )


RESOURCES = [
    Cases,
    People,
    Charges,
    Prosecutions,
    Events,
    Detentions,
    Measures,
    Disagreements,
]
