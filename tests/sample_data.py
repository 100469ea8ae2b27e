"""An invented case with related records, so that every public page has content."""

from dataclasses import dataclass

from cases.enums import DetentionBasis, EventKind, MeasureKind
from cases.models import (
    Affiliation,
    Case,
    Charge,
    Detention,
    Disagreement,
    Event,
    Measure,
    MeasureParty,
    Person,
    PersonName,
    Sentence,
)
from laws.enums import Action, StageKind
from laws.models import (
    Ask,
    Breach,
    Content,
    Law,
    Penalty,
    Provision,
    Recommendation,
    Stage,
    Standard,
)
from tests import factories
from tracker.models import Figure, Organisation, Source
from tracker.visibility.citation_coverage import citations_of


@dataclass
class Story:
    """The records that tests refer to."""

    source: Source
    law: Law
    provision: Provision
    case: Case
    people: list[Person]
    recommendation: Recommendation
    measure: Measure
    disagreement: Disagreement
    organisation: Organisation


def cite_source(fact, source):
    """Adds a citation to the fact, and returns it."""
    citations_of(type(fact)).objects.create(fact=fact, source=source, locator="invented words")
    return fact


def build_story(people: int = 1) -> Story:
    """A law with a disputed penalty, used against some people and a group of three."""
    source = factories.source(title="Invented report on the story")
    organisation = cite_source(factories.organisation(name="Invented ministry"), source)
    law = cite_source(factories.law(slug="story-law-2001", title="Story Law"), source)
    provision = make_provision(law, source)
    case = cite_source(factories.case(title="Invented arrests", summary="They sang."), source)
    people = [make_charged_person(case, provision, source) for _ in range(people)]
    cite_source(factories.charge(under=provision, of=factories.group(3, case=case)), source)
    recommendation = factories.recommendation(issued_on="2019", summary="Repeal it.")
    Ask.objects.create(
        recommendation=cite_source(recommendation, source),
        action=Action.REPEAL,
        provision=provision,
    )
    case.recommendations.add(recommendation)
    measure = make_measure(provision, organisation, case, source)
    question = make_disagreement(provision, case, source)
    make_figure(source)
    return Story(
        source, law, provision, case, people, recommendation, measure, question, organisation
    )


def make_provision(law, source) -> Provision:
    for year in ("2001", "2003"):
        disputed = {"standing": "disputed", "standing_reason": "Two dates are given."}
        stage = Stage.objects.create(law=law, kind=StageKind.ADOPTED, happened_on=year, **disputed)
        cite_source(stage, source)
    provision = factories.provision("7 bis", law=law, heading="Singing", heading_km="ច្រៀង")
    old = factories.version(provision=provision, ends_on="2018")
    new = factories.version(provision=provision, starts_on="2018")
    for version, words in ((old, "No singing at night."), (new, "No singing.")):
        cite_source(Content.objects.create(version=version, summary=words), source)
    for months in (6, 24):
        disputed = {"standing": "disputed", "standing_reason": "The table and the text differ."}
        penalty = Penalty.objects.create(version=new, prison_months_max=months, **disputed)
        cite_source(penalty, source)
    standard = Standard.objects.create(slug="song", label="Invented right to sing")
    cite_source(
        Breach.objects.create(provision=provision, standard=standard, concern="Vague"), source
    )
    return provision


def make_charged_person(case, provision, source) -> Person:
    person = cite_source(factories.person(), source)
    spelling = PersonName.objects.create(person=person, spelling=f"{person.name} the Second")
    cite_source(spelling, source)
    cite_source(Affiliation.objects.create(person=person, title="Singer"), source)
    participation = cite_source(factories.accused(case=case, person=person), source)
    charge = cite_source(
        factories.charge(under=provision, of=participation, on="2020-05-04"), source
    )
    verdict = cite_source(factories.add_charge_event(charge, "convicted", on="2020-09"), source)
    sentence = Sentence.objects.create(
        participation=participation, event=verdict, prison_months_max=24
    )
    cite_source(sentence, source)
    detention = Detention.objects.create(
        participation=participation,
        basis=DetentionBasis.PRE_TRIAL,
        started_on="2020-05-04",
        ended_on="2020-06",
    )
    cite_source(detention, source)
    event = Event.objects.create(case=case, kind=EventKind.ARREST, happened_on="2020-05")
    event.participations.add(participation)
    cite_source(event, source)
    return person


def make_measure(provision, organisation, case, source) -> Measure:
    measure = Measure.objects.create(
        **factories.published_fields(kind=MeasureKind.WEBSITE_BLOCK, title="Invented block")
    )
    measure.provisions.add(provision)
    measure.cases.add(case)
    MeasureParty.objects.create(measure=measure, role="ordered", organisation=organisation)
    return cite_source(measure, source)


def make_disagreement(provision, case, source) -> Disagreement:
    question = Disagreement.objects.create(
        **factories.published_fields(
            topic="How many sang", kind="quantity", nature="contradiction", handling="Both kept."
        )
    )
    question.provisions.add(provision)
    question.cases.add(case)
    for value in ("four", "seven"):
        cite_source(question.claims.create(value=value), source)
    return question


def make_figure(source) -> Figure:
    figure = Figure.objects.create(
        **factories.published_fields(topic="Songs banned", value=12, unit="songs", period="2020")
    )
    return cite_source(figure, source)


def find_founding_story() -> Story:
    """The records around Article 495 in the founding data, which give every page content."""
    provision = Provision.objects.get(law__slug="penal-code-2009", slug="495")
    charges = Charge.objects.filter(provision=provision, participation__person__isnull=False)
    charge = charges.select_related("participation__person", "participation__case").first()
    return Story(
        source=Source.objects.order_by("code").first(),
        law=provision.law,
        provision=provision,
        case=charge.participation.case,
        people=[charge.participation.person],
        recommendation=Recommendation.objects.filter(asks__provision=provision).first(),
        measure=Measure.objects.order_by("code").first(),
        disagreement=Disagreement.objects.filter(provisions=provision).first(),
        organisation=Organisation.objects.order_by("code").first(),
    )


def page_addresses(story: Story) -> list[str]:
    """Addresses of every kind of public page, with the records of the story."""
    provision = story.provision.get_absolute_url()
    filtered = f"provision={story.provision.address}"
    lists = "laws cases people charges prosecutions recommendations measures disagreements"
    return [
        "/",
        "/usage/",
        "/usage/?rows=year&columns=outcome&unit=charges",
        "/charts/",
        "/charts/use-by-year/",
        f"/charts/time-in-detention/?{filtered}&unit=cases",
        "/about/",
        "/method/",
        "/codebook/",
        "/data/",
        "/changes/",
        "/report/?about=/cases/",
        "/report/received/",
        *(f"/{name}/" for name in (*lists.split(), "sources", "organisations", "figures")),
        f"/people/?{filtered}&basis=charged&provenance=stated",
        story.law.get_absolute_url(),
        provision,
        f"{provision}?on=2018-06-01",
        story.case.get_absolute_url(),
        *(person.get_absolute_url() for person in story.people),
        story.recommendation.get_absolute_url(),
        story.measure.get_absolute_url(),
        f"/disagreements/{story.disagreement.code}/",
        story.source.get_absolute_url(),
        story.organisation.get_absolute_url(),
        "/provisions/",
        "/search/",
        "/search/?q=art.+7+bis",
        "/search/?q=story",
        "/search/?q=nothing+like+it",
        "/cases/?provison=x",
        "/cases/C-000000/",
        "/people/?year=1999",
    ]
