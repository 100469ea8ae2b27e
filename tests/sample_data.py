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


def cite(fact, source):
    """Adds a citation to the fact, and returns it."""
    citations_of(type(fact)).objects.create(fact=fact, source=source, locator="invented words")
    return fact


def build(people: int = 1) -> Story:
    """A law with a disputed penalty, used against some people and a group of three."""
    source = factories.source(title="Invented report on the story")
    organisation = cite(factories.organisation(name="Invented ministry"), source)
    law = cite(factories.law(slug="story-law-2001", title="Story Law"), source)
    provision = the_provision(law, source)
    case = cite(factories.case(title="Invented arrests", summary="They sang."), source)
    people = [charged(case, provision, source) for _ in range(people)]
    cite(factories.charge(under=provision, of=factories.group(3, case=case)), source)
    recommendation = factories.recommendation(issued_on="2019", summary="Repeal it.")
    Ask.objects.create(
        recommendation=cite(recommendation, source), action=Action.REPEAL, provision=provision
    )
    case.recommendations.add(recommendation)
    measure = the_measure(provision, organisation, case, source)
    question = the_disagreement(provision, case, source)
    a_figure(source)
    return Story(
        source, law, provision, case, people, recommendation, measure, question, organisation
    )


def the_provision(law, source) -> Provision:
    for year in ("2001", "2003"):
        disputed = {"standing": "disputed", "standing_reason": "Two dates are given."}
        stage = Stage.objects.create(law=law, kind=StageKind.ADOPTED, happened_on=year, **disputed)
        cite(stage, source)
    provision = factories.provision("7 bis", law=law, heading="Singing", heading_km="ច្រៀង")
    old = factories.version(provision=provision, ends_on="2018")
    new = factories.version(provision=provision, starts_on="2018")
    for version, words in ((old, "No singing at night."), (new, "No singing.")):
        cite(Content.objects.create(version=version, summary=words), source)
    for months in (6, 24):
        disputed = {"standing": "disputed", "standing_reason": "The table and the text differ."}
        penalty = Penalty.objects.create(version=new, prison_months_max=months, **disputed)
        cite(penalty, source)
    standard = Standard.objects.create(slug="song", label="Invented right to sing")
    cite(Breach.objects.create(provision=provision, standard=standard, concern="Vague"), source)
    return provision


def charged(case, provision, source) -> Person:
    person = cite(factories.person(), source)
    spelling = PersonName.objects.create(person=person, spelling=f"{person.name} the Second")
    cite(spelling, source)
    cite(Affiliation.objects.create(person=person, title="Singer"), source)
    participation = cite(factories.accused(case=case, person=person), source)
    charge = cite(factories.charge(under=provision, of=participation, on="2020-05-04"), source)
    verdict = cite(factories.happened(charge, "convicted", on="2020-09"), source)
    sentence = Sentence.objects.create(
        participation=participation, event=verdict, prison_months_max=24
    )
    cite(sentence, source)
    detention = Detention.objects.create(
        participation=participation,
        basis=DetentionBasis.PRE_TRIAL,
        started_on="2020-05-04",
        ended_on="2020-06",
    )
    cite(detention, source)
    event = Event.objects.create(case=case, kind=EventKind.ARREST, happened_on="2020-05")
    event.participations.add(participation)
    cite(event, source)
    return person


def the_measure(provision, organisation, case, source) -> Measure:
    measure = Measure.objects.create(
        **factories.published(kind=MeasureKind.WEBSITE_BLOCK, title="Invented block")
    )
    measure.provisions.add(provision)
    measure.cases.add(case)
    MeasureParty.objects.create(measure=measure, role="ordered", organisation=organisation)
    return cite(measure, source)


def the_disagreement(provision, case, source) -> Disagreement:
    question = Disagreement.objects.create(
        **factories.published(
            topic="How many sang", kind="quantity", nature="contradiction", handling="Both kept."
        )
    )
    question.provisions.add(provision)
    question.cases.add(case)
    for value in ("four", "seven"):
        cite(question.claims.create(value=value), source)
    return question


def a_figure(source) -> Figure:
    figure = Figure.objects.create(
        **factories.published(topic="Songs banned", value=12, unit="songs", period="2020")
    )
    return cite(figure, source)


def founding() -> Story:
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


def addresses(story: Story) -> list[str]:
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
