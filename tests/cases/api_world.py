"""Invented sample data with a row of every kind the API shows."""

from pathlib import Path

from cases.enums import ChargeStatus, EventKind, Role
from cases.models import (
    Affiliation,
    Case,
    CaseCitation,
    ChargeCitation,
    Claim,
    ClaimCitation,
    Detention,
    DetentionCitation,
    Disagreement,
    Event,
    EventCitation,
    Measure,
    MeasureCitation,
    MeasureParty,
    ParticipationCitation,
    Person,
    PersonName,
    Sentence,
    SentenceCitation,
)
from cases.releases.actions import build_release
from laws.models import Ask, Provision, RecommendationCitation
from tests import factories as make
from tests.releases import releases_in
from tracker.models import Figure, FigureCitation


def make_prosecuted_case(
    *, under: Provision, person: Person | None = None, case: Case | None = None, **of_case
) -> Case:
    """A case in which somebody was arrested, charged, held, convicted and sentenced."""
    case = case or make.case(court=make.organisation(kind="court"), **of_case)
    accused = make.accused(case=case, person=person or make.person())
    make.accused(case=case, organisation=make.organisation(), role=Role.COMPLAINANT)
    charge = make.charge(under=under, of=accused, on="2020-05-04", conduct_on="2020-05")
    verdict = make.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021-02-03")
    arrest = Event.objects.create(case=case, kind=EventKind.ARREST, happened_on="2020-05-03")
    arrest.participations.add(accused)
    sentence = Sentence.objects.create(
        participation=accused,
        event=verdict,
        prison_months_max=18,
        fine=2000000,
        fine_currency="KHR",
    )
    detention = Detention.objects.create(
        participation=accused,
        basis="pre_trial",
        started_on="2020-05-03",
        ended_on="2020-05",
        place=make.organisation(kind="prison"),
    )
    source = make.source()
    for citation, fact in (
        (CaseCitation, case),
        (ParticipationCitation, accused),
        (ChargeCitation, charge),
        (EventCitation, arrest),
        (SentenceCitation, sentence),
        (DetentionCitation, detention),
    ):
        citation.objects.create(fact=fact, source=source, locator="p. 1")
    case.recommendations.add(make_recommendation(under, source))
    return case


def make_recommendation(provision: Provision, source):
    recommendation = make.recommendation()
    Ask.objects.create(recommendation=recommendation, action="repeal", provision=provision)
    RecommendationCitation.objects.create(fact=recommendation, source=source, locator="p. 2")
    return recommendation


def make_known_person(name: str, **fields) -> Person:
    """A person with a spelling, an affiliation and citations."""
    person, source = make.person(name, **fields), make.source()
    spelling = PersonName.objects.create(person=person, spelling=f"{name}-Variant")
    affiliation = Affiliation.objects.create(
        person=person, organisation=make.organisation(), title="Head"
    )
    for fact in (person, spelling, affiliation):
        fact.citations.create(source=source, locator="p. 3")
    return person


def make_measure(provision: Provision, *cases: Case) -> Measure:
    """A website block with a party and the provision invoked, and a disagreement about it."""
    measure = Measure.objects.create(
        **make.published_fields(kind="website_block", title="An invented block", taken_on="2019")
    )
    measure.provisions.add(provision)
    measure.cases.add(*cases)
    MeasureParty.objects.create(measure=measure, role="target", label="an invented page")
    MeasureCitation.objects.create(fact=measure, source=make.source(), locator="p. 4")
    figure = Figure.objects.create(
        **make.published_fields(topic="blocks", value="108.5", unit="blocks")
    )
    FigureCitation.objects.create(fact=figure, source=make.source(), locator="p. 5")
    disagreement = Disagreement.objects.create(
        **make.published_fields(
            topic="When?", kind="date", nature="contradiction", handling="Both kept."
        )
    )
    claim = Claim.objects.create(disagreement=disagreement, value="in 2019")
    ClaimCitation.objects.create(fact=claim, source=make.source(), locator="p. 6")
    disagreement.measures.add(measure)
    disagreement.cases.add(*cases)
    disagreement.figures.add(figure)
    disagreement.provisions.add(provision)
    return measure


def make_small_world() -> Case:
    """One of everything; returns the case."""
    provision = make.provision("495", law=make.law(slug="invented-code-2009"))
    make.version(provision=provision, starts_on="2009")
    case = make_prosecuted_case(
        under=provision, person=make_known_person("Invented Somebody", gender="female")
    )
    make.charge(under=provision, of=make.group(7, case=case))
    make_measure(provision, case)
    return case


def make_world_with_release(folder) -> tuple[Case, Path]:
    """The case of `make_small_world`, and the folder with a release of it."""
    case = make_small_world()
    with releases_in(folder):
        build_release()
    return case, folder
